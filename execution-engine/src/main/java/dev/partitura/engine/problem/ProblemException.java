package dev.partitura.engine.problem;

import java.util.List;
import java.util.stream.Collectors;

/// Carries the problems of a refused input to the one place that shows them. Never a fault of the
/// program.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ProblemException(List<Problem> problems) {
    super(problems.stream().map(Problem::sentence).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("A refusal names at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  public ProblemException(String code, String subject, String message, String hint) {
    this(List.of(new Problem(code, subject, message, hint)));
  }

  public List<Problem> problems() {
    return problems;
  }
}
