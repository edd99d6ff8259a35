package dev.partitura.engine.problem;

/// Text that names from files went into, made fit to be printed: nothing in it steers a terminal,
/// and no name floods the screen.
public final class Printable {
  /// Characters of one unbroken word; a longer one keeps its head and its tail.
  private static final int LONGEST_WORD = 200;

  /// Characters of a whole sentence.
  private static final int LONGEST_TEXT = 2_000;

  private static final String CUT = "…";

  private Printable() {}

  /// The text with control characters, characters that turn the direction of writing and lone
  /// surrogates as `\u001b`, line ends and tabs as `\n` and `\t`, and with long words and long
  /// texts cut in their middle.
  public static String of(String text) {
    return cut(cutWords(escaped(text)), LONGEST_TEXT);
  }

  private static String escaped(String text) {
    if (text.codePoints().noneMatch(Printable::isEscaped)) {
      return text;
    }
    var printed = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          if (isEscaped(c)) {
            printed.append(
                switch (c) {
                  case '\n' -> "\\n";
                  case '\r' -> "\\r";
                  case '\t' -> "\\t";
                  default -> String.format("\\u%04x", c);
                });
          } else {
            printed.appendCodePoint(c);
          }
        });
    return printed.toString();
  }

  private static boolean isEscaped(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      // Of the format characters, those that reorder what stands around them.
      case Character.FORMAT -> c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
      default -> false;
    };
  }

  private static String cutWords(String text) {
    if (text.length() <= LONGEST_WORD) {
      return text;
    }
    var printed = new StringBuilder(Math.min(text.length(), LONGEST_TEXT * 2));
    for (int at = 0; at < text.length(); ) {
      int space = text.indexOf(' ', at);
      int end = space < 0 ? text.length() : space;
      printed.append(cut(text.substring(at, end), LONGEST_WORD));
      if (space >= 0) {
        printed.append(' ');
      }
      at = end + 1;
    }
    return printed.toString();
  }

  /// The text, or its head and tail where it has more than `longest` characters.
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int head = longest * 3 / 4;
    int tail = text.length() - (longest - head - CUT.length());
    return text.substring(0, head - (Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0))
        + CUT
        + text.substring(tail + (Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0));
  }
}
