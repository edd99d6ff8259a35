package dev.partitura.engine.problem;

import java.util.Objects;

/// One thing that is wrong with an input a person can mend.
///
/// Message and hint are made [Printable] here, once for every sentence, since names from files
/// stand in them. The subject stays exact, so that it still finds what it names.
///
/// @param code stable identifier such as `plan.device.unknown`; views translate by it
/// @param subject the op, value, device or file concerned; empty when it is the whole
/// @param message one sentence: what is wrong and where
/// @param hint one sentence: what to do about it; may be empty
public record Problem(String code, String subject, String message, String hint) {
  public Problem {
    Objects.requireNonNull(code);
    Objects.requireNonNull(subject);
    message = Printable.of(message);
    hint = Printable.of(hint);
  }

  /// The message and, where there is one, the hint: what a terminal prints.
  public String sentence() {
    return hint.isEmpty() ? message : message + " " + hint;
  }
}
