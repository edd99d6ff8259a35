package dev.partitura.ui.theme;

import java.util.Arrays;

/// Something to be said in whatever language the window has when it is read. What outlives a change
/// of language is kept so, and not as text.
@FunctionalInterface
public interface Words {
  Words NONE = _ -> "";

  String in(Language language);

  /// A text beside `anchor`; words among its arguments are said in the same language.
  static Words of(Class<?> anchor, String key, Object... arguments) {
    return language ->
        Texts.of(anchor, language)
            .get(
                key,
                Arrays.stream(arguments)
                    .map(
                        argument -> argument instanceof Words words ? words.in(language) : argument)
                    .toArray());
  }
}
