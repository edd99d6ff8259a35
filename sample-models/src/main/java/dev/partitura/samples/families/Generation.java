package dev.partitura.samples.families;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Text that a decoder of a family writes: the prompt is read at once, then one word after another
/// is made with the keys and values of those before it. Source: Pope et al. 2022, arXiv:2211.05102.
/// Immutable.
///
/// @param prompt positions that are read
/// @param batch texts at a time
public record Generation(String text, Family family, FamilyValues values, int prompt, int batch) {
  /// Empty where a text names no family.
  ///
  /// @throws ProblemException when it names one that writes no text one word at a time
  public static Optional<Generation> of(String text, int batch) {
    return Families.find(text)
        .map(family -> {
          if (!family.generates()) {
            throw ProblemException.of("family.generation", text, text, families());
          }
          var values = Families.values(family, text);
          return new Generation(text, family, values, values.number("seq"), batch);
        });
  }

  /// Names of the families that write text.
  public static List<String> families() {
    return Families.generating();
  }

  /// Reads the prompt and tells the word behind it.
  public Network prefill() {
    return Families.network(family, values.at(Positions.PROMPT));
  }

  /// Makes the last of so many words behind the prompt; the network holds the keys and values of
  /// all positions before it.
  ///
  /// @param words at least 1
  /// @throws ProblemException when the text would be longer than any may be
  public Network decode(int words) {
    long past = (long) prompt + words - 1;
    if (past >= FamilyWord.MOST_POSITIONS) {
      throw ProblemException.of(
          "family.generation.long", text, text, prompt, words, FamilyWord.MOST_POSITIONS);
    }
    var numbers = new HashMap<>(values.numbers());
    numbers.put("seq", 1L);
    return Families.network(
        family,
        new FamilyValues(text, numbers, values.widths(), Positions.next((int) past, batch)));
  }
}
