package dev.partitura.app.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints the script that completes commands and options in a shell.
@Command(
    name = "completion",
    description = "Print a script that completes commands and options in your shell.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(partitura completion bash)     in ~/.bashrc",
      "  source <(partitura completion zsh)      in ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One script serves both: in zsh it loads bash's way of completing first.
  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var root = spec.root();
    var out = spec.commandLine().getOut();
    out.println("# Load it with: source <(" + spec.qualifiedName() + " " + shell + ")");
    out.print(AutoComplete.bash(root.name(), root.commandLine()));
    return CommandLineTool.DONE;
  }
}
