package dev.partitura.engine.plan.schedule;

/// How long a [SearchedSchedule] may look, counted in actions that are timed, so that the same
/// problem gives the same order on any machine. More of it never gives a worse order.
///
/// @param actions that are timed; one takes some 10 to 30 ns
public record SearchBudget(long actions) {
  /// While somebody edits a plan: some tenths of a second.
  public static final SearchBudget EDIT = new SearchBudget(8_000_000);

  /// For who waits for a good order: some seconds.
  public static final SearchBudget PATIENT = new SearchBudget(100_000_000);
}
