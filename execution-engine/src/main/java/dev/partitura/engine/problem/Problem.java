package dev.partitura.engine.problem;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// One thing that is wrong with an input a person can mend.
///
/// The code names one sentence and its hint in `problems.properties` and its translations; the
/// arguments fill their places. So a problem is a value that can be compared, and is put into words
/// only where somebody reads it. Every sentence is made [Printable] there, since names from files
/// stand in it. The subject stays exact, so that it still finds what it names.
///
/// @param code stable identifier such as `plan.device.unknown`
/// @param subject the op, value, device or file concerned; empty when it is the whole
/// @param arguments what stands in the sentence and in the hint, as [Arguments] keeps it
public record Problem(String code, String subject, List<Object> arguments) {
  public Problem {
    Objects.requireNonNull(code);
    Objects.requireNonNull(subject);
    arguments = Arguments.kept(arguments);
  }

  public static Problem of(String code, String subject, Object... arguments) {
    return new Problem(code, subject, List.of(arguments));
  }

  /// One sentence in English: what is wrong and where.
  public String message() {
    return message(Locale.ENGLISH);
  }

  public String message(Locale language) {
    return Printable.of(Wording.in(language).text(code, arguments));
  }

  /// One sentence in English: what to do about it; may be empty.
  public String hint() {
    return hint(Locale.ENGLISH);
  }

  public String hint(Locale language) {
    var wording = Wording.in(language);
    var key = code + ".hint";
    return wording.has(key) ? Printable.of(wording.text(key, arguments)) : "";
  }

  /// The message and, where there is one, the hint: what a terminal prints.
  public String sentence() {
    return sentence(Locale.ENGLISH);
  }

  public String sentence(Locale language) {
    var hint = hint(language);
    return hint.isEmpty()
        ? message(language)
        : Wording.in(language).joined(message(language), hint);
  }
}
