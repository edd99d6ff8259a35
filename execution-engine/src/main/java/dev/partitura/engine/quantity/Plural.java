package dev.partitura.engine.quantity;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of a text that depend on a number: `{0|op|ops}` is the first word where argument 0 is
/// 1 or a list of one, else the second. Neither word holds a brace.
public final class Plural {
  private static final Pattern FORMS = Pattern.compile("\\{(\\d+)\\|([^|}]*)\\|([^}]*)}");

  private Plural() {}

  /// The text with each such word chosen; all else in it stays.
  ///
  /// @throws IndexOutOfBoundsException when a word depends on an argument that is not there
  public static String chosen(String text, List<?> arguments) {
    return FORMS
        .matcher(text)
        .replaceAll(forms -> {
          var argument = arguments.get(Integer.parseInt(forms.group(1)));
          return Matcher.quoteReplacement(forms.group(isOne(argument) ? 2 : 3));
        });
  }

  private static boolean isOne(Object argument) {
    return argument instanceof Collection<?> things
        ? things.size() == 1
        : argument.toString().equals("1");
  }
}
