package dev.partitura.app;

import dev.partitura.app.cli.CommandLineTool;
import dev.partitura.app.desktop.Desktop;
import dev.partitura.app.desktop.Wiring;
import dev.partitura.engine.execute.local.LocalExecutor;

/// Where the program starts. Not a JavaFX application, so that it runs from the class path and a
/// command starts no toolkit.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    var executor = new LocalExecutor();
    System.exit(
        new CommandLineTool(executor, request -> new Desktop(new Wiring(executor)).open(request))
            .run(arguments));
  }
}
