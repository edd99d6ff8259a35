package dev.partitura.app;

import dev.partitura.app.cli.CommandLineTool;
import dev.partitura.app.cli.WindowOpener;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.problem.ProblemException;

/// Where the program starts. Not a JavaFX application, so that it runs from the class path and a command starts no toolkit.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLineTool(new LocalExecutor(), Main::noWindow).run(arguments));
  }

  private static void noWindow(WindowOpener.Request request) {
    throw new ProblemException("window.missing", "", "This build has no window.", "Use models, run, conform or bench.");
  }
}
