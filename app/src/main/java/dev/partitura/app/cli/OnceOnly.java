package dev.partitura.app.cli;

import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Refuses an option that is given twice. In a group the parser would begin the group again and so
/// forget all that was given before.
final class OnceOnly {
  private OnceOnly() {}

  /// @throws ParameterException that names the option
  static void require(ParseResult parsed) {
    var command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    for (var option : command.commandSpec().options()) {
      if (option.isMultiValue()) {
        continue;
      }
      int given = 0;
      for (var word : parsed.originalArgs()) {
        for (var name : option.names()) {
          given += word.equals(name) || word.startsWith(name + "=") ? 1 : 0;
        }
      }
      if (given > 1) {
        throw new ParameterException(
            command.commandSpec().commandLine(),
            "Option " + option.longestName() + " is given " + given + " times. Give it once.");
      }
    }
  }
}
