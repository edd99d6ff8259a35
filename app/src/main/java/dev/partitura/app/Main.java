package dev.partitura.app;

import dev.partitura.app.cli.CommandLineTool;
import dev.partitura.app.cli.NetworkWords;
import dev.partitura.app.cli.Sources;
import dev.partitura.app.cli.WindowOpener;
import dev.partitura.app.desktop.Desktop;
import dev.partitura.app.desktop.Wiring;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.device.LoadedPrograms;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.ranks.RankProcess;
import dev.partitura.engine.execute.ranks.RanksExecutor;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Where the program starts. Not a JavaFX application, so that it runs from the class path and a
/// command starts no toolkit.
public final class Main {
  /// Kept here, since a logger that nobody holds forgets its level.
  private static final Logger JAVAFX = Logger.getLogger("javafx");

  /// A plan's, and the one of the unsplit network that it is measured beside.
  private static final int KEPT_PROGRAMS = 2;

  /// By which the application starts itself as a rank.
  private static final String RANK = "rank";

  private Main() {}

  public static void main(String[] arguments) {
    // It warns that it runs from the class path, which is where it is meant to run.
    JAVAFX.setLevel(Level.SEVERE);
    var programs = new LoadedPrograms(KEPT_PROGRAMS);
    var local = new LocalExecutor(Runtimes.ofThisMachine(programs));
    if (arguments.length == 1 && arguments[0].equals(RANK)) {
      System.exit(RankProcess.run(Sources::network));
    }
    var ranks = new RanksExecutor(local, NetworkWords::of, Main.class.getName());
    var executor = new LoweringRunner(ranks);
    // The launcher asks first whether what shall be opened can be, before it prepares anything.
    WindowOpener window =
        Boolean.getBoolean("partitura.check")
            ? Desktop::check
            : request -> new Desktop(new Wiring(executor, ranks)).open(request);
    int exitCode = new CommandLineTool(executor, ranks, window).run(arguments);
    ranks.close();
    System.exit(exitCode);
  }
}
