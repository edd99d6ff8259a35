package dev.partitura.ui.theme;

import dev.partitura.engine.quantity.Plural;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/// The texts of one package in one language, from `texts.properties` and `texts_zh.properties`
/// beside a class.
///
/// Arguments stand in the text as `{0}`, `{1}`, …; `{0|op|ops}` is the word that goes with that
/// argument; see [Plural]. There is no quoting. The files are UTF-8.
public final class Texts {
  private final ResourceBundle bundle;

  private Texts(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /// The texts that lie beside `anchor`.
  public static Texts of(Class<?> anchor, Language language) {
    var locale = language == Language.ENGLISH ? Locale.ROOT : language.locale();
    var noFallback =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    return new Texts(
        ResourceBundle.getBundle(
            anchor.getPackageName() + ".texts", locale, anchor.getClassLoader(), noFallback));
  }

  /// A text, its arguments filled in.
  ///
  /// @throws java.util.MissingResourceException when there is no such key in either language
  public String get(String key, Object... arguments) {
    var text = Plural.chosen(bundle.getString(key), List.of(arguments));
    for (int i = 0; i < arguments.length; i++) {
      text = text.replace("{" + i + "}", arguments[i].toString());
    }
    return text;
  }

  public boolean has(String key) {
    return bundle.containsKey(key);
  }
}
