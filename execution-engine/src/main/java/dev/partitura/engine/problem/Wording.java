package dev.partitura.engine.problem;

import dev.partitura.engine.quantity.Plural;
import dev.partitura.engine.quantity.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The sentences of one language, and the one way in which arguments are written into them.
///
/// A place is `{0}`, `{1}`, …, and may say how to write what comes there:
/// - `{0}` a number in plain digits, a name as it is, a phrase in this language, a list with
///   commas;
/// - `{0:or}` a list of choices, `{0:and}` a list that is complete;
/// - `{0:bytes}` a size in memory, such as `12.5 GB`; `{0:time}` nanoseconds, such as `41.2 ms`;
///   `{0:percent}` a share of one, such as `86 %`;
/// - `{0:message}` and `{0:hint}` of a problem;
/// - `{0|op|ops}` writes no argument, but the word that goes with it; see [Plural].
///
/// A text `@KEY` is the one under that key, which several share.
///
/// There is no quoting; other braces stand for themselves. The files are UTF-8.
final class Wording {
  private static final Wording ENGLISH = new Wording(Locale.ROOT);
  private static final Wording CHINESE = new Wording(Locale.SIMPLIFIED_CHINESE);

  private static final Pattern PLACE = Pattern.compile("\\{(\\d+)(?::([a-z]+))?}");

  private final Locale language;
  private final ResourceBundle bundle;

  private Wording(Locale language) {
    this.language = language;
    this.bundle =
        ResourceBundle.getBundle(
            "dev.partitura.engine.problem.problems",
            language,
            Wording.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /// Chinese for every kind of Chinese, English for everybody else.
  static Wording in(Locale language) {
    return language.getLanguage().equals(Locale.CHINESE.getLanguage()) ? CHINESE : ENGLISH;
  }

  boolean has(String key) {
    return bundle.containsKey(key);
  }

  /// @throws java.util.MissingResourceException when there is no such sentence
  String text(String key, List<Object> arguments) {
    return PLACE
        .matcher(Plural.chosen(sentence(key), arguments))
        .replaceAll(place ->
            Matcher.quoteReplacement(
                written(arguments.get(Integer.parseInt(place.group(1))), place.group(2))));
  }

  private String sentence(String key) {
    var text = bundle.getString(key);
    return text.startsWith("@") ? bundle.getString(text.substring(1)) : text;
  }

  /// Two sentences, one after the other.
  String joined(String first, String second) {
    return text("words.sentences", List.of(first, second));
  }

  private String written(Object argument, @Nullable String how) {
    return switch (how) {
      case null -> written(argument);
      case "or" -> enumerated((List<?>) argument, "words.or");
      case "and" -> enumerated((List<?>) argument, "words.and");
      case "bytes" -> Quantity.bytes(((Number) argument).longValue());
      case "time" -> Quantity.time(((Number) argument).doubleValue());
      case "percent" -> Quantity.percent(((Number) argument).doubleValue());
      case "message" -> ((Problem) argument).message(language);
      case "hint" -> ((Problem) argument).hint(language);
      default -> throw new IllegalStateException("No way to write an argument: " + how);
    };
  }

  private String written(Object argument) {
    return switch (argument) {
      case Phrase phrase -> text(phrase.key(), phrase.arguments());
      case List<?> several -> enumerated(several, "words.list");
      default -> argument.toString();
    };
  }

  /// All but the last joined as a plain list, the last by the phrase `last`.
  private String enumerated(List<?> several, String last) {
    var text = new StringBuilder();
    for (int i = 0; i < several.size(); i++) {
      var next = written(several.get(i));
      if (i > 0) {
        next = text(i < several.size() - 1 ? "words.list" : last, List.of(text.toString(), next));
        text.setLength(0);
      }
      text.append(next);
    }
    return text.toString();
  }
}
