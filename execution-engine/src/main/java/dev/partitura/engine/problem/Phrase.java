package dev.partitura.engine.problem;

import java.util.List;
import java.util.Locale;

/// Words of ours that stand inside a sentence and are translated with it, such as `initializer w`.
///
/// @param key in `problems.properties` and its translations
/// @param arguments what stands in it, as [Arguments] keeps it
public record Phrase(String key, List<Object> arguments) {
  public Phrase {
    arguments = Arguments.kept(arguments);
  }

  public static Phrase of(String key, Object... arguments) {
    return new Phrase(key, List.of(arguments));
  }

  public String text(Locale language) {
    return Wording.in(language).text(key, arguments);
  }

  /// The phrase in English.
  @Override
  public String toString() {
    return text(Locale.ENGLISH);
  }
}
