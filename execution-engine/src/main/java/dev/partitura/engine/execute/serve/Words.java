package dev.partitura.engine.execute.serve;

import dev.partitura.engine.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A word with its numbers, such as `gamma:200,4`, as arrivals and service times are written.
///
/// @param text the whole, for sentences
/// @param rest what stands behind the colon
record Words(String text, String name, String rest) {
  static Words of(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Words(text, text.strip(), "")
        : new Words(
            text,
            text.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            text.substring(colon + 1).strip());
  }

  String only() {
    return parts(1).getFirst();
  }

  /// @throws ProblemException when there are more or fewer
  List<String> parts(int count) {
    var parts = all();
    if (parts.size() != count) {
      throw ProblemException.of("serve.words.count", text, text, count, parts.size());
    }
    return parts;
  }

  /// Everything between commas; nothing where nothing stands behind the colon.
  List<String> all() {
    return rest.isEmpty()
        ? List.of()
        : Arrays.stream(rest.split(",", -1)).map(String::strip).toList();
  }

  /// @throws ProblemException when the word is not a finite number
  static double number(String text, String word) {
    try {
      double number = Double.parseDouble(word);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw ProblemException.of("serve.words.number", text, text, word);
  }

  /// Seconds, or a time with its unit: `0.01`, `10ms`, `250us`, `1.5s`.
  ///
  /// @throws ProblemException when it is no time, or below 0
  static double seconds(String text, String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    double unit = 1;
    var digits = lower;
    if (lower.endsWith("ns")) {
      unit = 1e-9;
      digits = lower.substring(0, lower.length() - 2);
    } else if (lower.endsWith("us") || lower.endsWith("µs")) {
      unit = 1e-6;
      digits = lower.substring(0, lower.length() - 2);
    } else if (lower.endsWith("ms")) {
      unit = 1e-3;
      digits = lower.substring(0, lower.length() - 2);
    } else if (lower.endsWith("s")) {
      digits = lower.substring(0, lower.length() - 1);
    }
    double seconds = number(text, digits.strip()) * unit;
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw ProblemException.of("serve.words.time", text, text, word);
    }
    return seconds;
  }

  /// A year; whatever takes longer is a mistake.
  private static final double MOST_SECONDS = 3.2e7;
}
