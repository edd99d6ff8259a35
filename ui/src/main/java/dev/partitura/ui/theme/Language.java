package dev.partitura.ui.theme;

import java.util.Locale;

/// The languages of the window.
public enum Language {
  ENGLISH("en", "English", Locale.ENGLISH),
  CHINESE("zh", "简体中文", Locale.SIMPLIFIED_CHINESE);

  private final String code;
  private final String nativeName;
  private final Locale locale;

  Language(String code, String nativeName, Locale locale) {
    this.code = code;
    this.nativeName = nativeName;
    this.locale = locale;
  }

  /// `en` or `zh`, as on the command line.
  public String code() {
    return code;
  }

  /// The language's name in itself.
  public String nativeName() {
    return nativeName;
  }

  public Locale locale() {
    return locale;
  }

  public Language other() {
    return this == ENGLISH ? CHINESE : ENGLISH;
  }

  /// The language for a code or a locale's tag; English where we lack it.
  public static Language of(String tag) {
    return tag.startsWith("zh") ? CHINESE : ENGLISH;
  }

  public static Language ofSystem() {
    return of(Locale.getDefault(Locale.Category.DISPLAY).getLanguage());
  }
}
