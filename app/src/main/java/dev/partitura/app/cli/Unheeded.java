package dev.partitura.app.cli;

import picocli.CommandLine.Model.CommandSpec;

/// Refuses options that would change nothing in what is asked for: who gives one expects that it
/// does.
final class Unheeded {
  private Unheeded() {}

  /// @param reason what is said behind the name of the option
  /// @throws UsageException about the first of the options that is given
  static void refuse(CommandSpec spec, String reason, String... options) {
    var given = spec.commandLine().getParseResult();
    for (var option : options) {
      if (given.hasMatchedOption(option)) {
        throw new UsageException(option + " " + reason);
      }
    }
  }

  /// Refuses what only training has.
  static void withoutTraining(CommandSpec spec, String... options) {
    refuse(spec, "is for training steps. Add --train or leave it out.", options);
  }
}
