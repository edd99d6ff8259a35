package dev.partitura.app.cli;

import dev.partitura.engine.problem.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in one sentence what of a command line was not understood, and what was probably meant.
final class WrongUsage {
  private WrongUsage() {}

  static String sentence(ParameterException wrong) {
    var command = wrong.getCommandLine();
    return reason(wrong, command) + " See: " + command.getCommandSpec().qualifiedName() + " --help";
  }

  private static String reason(ParameterException wrong, CommandLine command) {
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unknown(unmatched.getUnmatched().getFirst(), command);
    }
    var argument = wrong.getArgSpec();
    var value = wrong.getValue();
    if (argument != null && value != null) {
      return name(argument) + " " + value + " " + complaint(wrong, argument);
    }
    if (argument == null && value != null) {
      return unknown(value, command);
    }
    return ended(String.valueOf(wrong.getMessage()).lines().findFirst().orElse(""));
  }

  private static String unknown(String word, CommandLine command) {
    var names = command.getSubcommands().keySet();
    if (word.startsWith("-")) {
      var option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      return "Unknown option " + option + "." + meant(option, options(command));
    }
    return names.isEmpty()
        ? "There is no place for " + word + " here."
        : "Unknown command " + word + "." + meant(word, names);
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .flatMap(option -> List.of(option.names()).stream())
        .toList();
  }

  private static String meant(String word, Collection<String> words) {
    return Nearest.to(word, words).map(nearest -> " Did you mean " + nearest + "?").orElse("");
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String complaint(ParameterException wrong, ArgSpec argument) {
    var type = argument.type();
    if (type.isEnum()) {
      return "is unknown. Use "
          + List.of(type.getEnumConstants()).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(" or "))
          + ".";
    }
    if (argument.converters().length > 0
        && wrong.getCause() instanceof TypeConversionException told) {
      return String.valueOf(told.getMessage());
    }
    return type == long.class ? "is not a whole number." : "cannot be understood.";
  }

  private static String ended(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
