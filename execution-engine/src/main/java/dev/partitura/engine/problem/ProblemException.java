package dev.partitura.engine.problem;

import java.util.List;
import java.util.stream.Collectors;

/// Carries the problems of a refused input to the one place that shows them. Never a fault of the
/// program.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ProblemException(List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("A refusal names at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  /// A refusal for one reason; see [Problem].
  public static ProblemException of(String code, String subject, Object... arguments) {
    return new ProblemException(List.of(Problem.of(code, subject, arguments)));
  }

  public List<Problem> problems() {
    return problems;
  }

  /// All sentences, in English: put together only when somebody asks, since many a refusal is
  /// thrown, caught and forgotten by a trial.
  @Override
  public String getMessage() {
    return problems.stream().map(Problem::sentence).collect(Collectors.joining("\n"));
  }
}
