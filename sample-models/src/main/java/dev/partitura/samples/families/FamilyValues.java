package dev.partitura.samples.families;

import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What was said of a network of a family.
///
/// @param text as it was written
/// @param numbers by word; words that were not said have their usual number
/// @param widths of a family that has such, in their order
/// @param positions that are done
record FamilyValues(
    String text, Map<String, Long> numbers, List<Integer> widths, Positions positions) {
  FamilyValues {
    numbers = Map.copyOf(numbers);
    widths = List.copyOf(widths);
  }

  /// The same network for other positions.
  FamilyValues at(Positions others) {
    return new FamilyValues(text, numbers, widths, others);
  }

  int number(String word) {
    var number = numbers.get(word);
    if (number == null) {
      throw new IllegalArgumentException("No such word: " + word);
    }
    return Math.toIntExact(number);
  }

  /// The number of a word, or another where nothing was said.
  int numberOr(String word, long otherwise) {
    int number = number(word);
    return number > 0 ? number : Math.toIntExact(otherwise);
  }

  /// Whether attention is one op.
  ///
  /// @param length positions that attend to each other
  boolean isFused(int length) {
    int said = number("fused");
    if (positions.past() > 0) {
      return true;
    }
    return said < 0 ? length >= FamilyWord.FUSED_FROM : said == 1;
  }

  /// @throws ProblemException when the number of one word is no multiple of the other's
  void requireMultiple(String whole, int number, String part, int divisor) {
    if (number % divisor != 0) {
      throw ProblemException.of("family.multiple", text, text, whole, number, part, divisor);
    }
  }

  /// Numbers with a hyphen between, such as `784-512-10`.
  ///
  /// @throws ProblemException when they are less than two, or one of them is none
  static List<Integer> widths(String text, FamilyWord word, String written) {
    var widths = new ArrayList<Integer>();
    for (var each : written.split("-", -1)) {
      widths.add(Math.toIntExact(number(text, word, each)));
    }
    if (widths.size() < 2) {
      throw ProblemException.of("family.widths", text, text, word.name());
    }
    return widths;
  }

  static long number(String text, FamilyWord word, String written) {
    boolean whole = written.matches("[0-9]{1,15}");
    long number = whole ? Long.parseLong(written) : -1;
    if (number < word.least() || number > word.most()) {
      throw ProblemException.of(
          "family.number", text, text, word.name(), written, word.least(), word.most());
    }
    return number;
  }
}
