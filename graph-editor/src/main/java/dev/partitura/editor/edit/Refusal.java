package dev.partitura.editor.edit;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/// Says no to an edit, in one sentence with a way out.
final class Refusal {
  private Refusal() {}

  static ProblemException of(String code, String subject, String message, String hint) {
    return new ProblemException(code, subject, message, hint);
  }

  static void unlessNull(@Nullable Problem problem) {
    if (problem != null) {
      throw new ProblemException(java.util.List.of(problem));
    }
  }
}
