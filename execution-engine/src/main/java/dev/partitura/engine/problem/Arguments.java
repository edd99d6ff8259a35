package dev.partitura.engine.problem;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// What a sentence may be told, reduced to values that never change: whole and other numbers,
/// [Phrase]s and [Problem]s that are translated with the sentence, and lists of these. Arrays of
/// numbers become text such as `[1, 2]`, everything else (names, shapes, types, files) its own
/// text.
final class Arguments {
  private Arguments() {}

  static List<Object> kept(Collection<?> arguments) {
    return arguments.stream().map(Arguments::kept).toList();
  }

  private static Object kept(Object argument) {
    return switch (argument) {
      case Integer _, Long _, Float _, Double _, Phrase _, Problem _ -> argument;
      case Collection<?> several -> kept(several);
      case int[] numbers -> Arrays.toString(numbers);
      case long[] numbers -> Arrays.toString(numbers);
      case float[] numbers -> Arrays.toString(numbers);
      case double[] numbers -> Arrays.toString(numbers);
      default -> argument.toString();
    };
  }
}
