package dev.partitura.engine.execute.times;

/// When the tasks of one iteration began and ended, measured or predicted; one place per task, of
/// which the graph tells. The arrays are not copied.
///
/// @param startedAt begin of the iteration, in nanoseconds of the clock that the others are of
/// @param endNanos 0 for a task that did not run
/// @param lostNanos how long the thread of a task was kept from running during it
/// @param clockErrorNanos by how much times of different processes or devices may be wrong against
///   each other; 0 where all are of one clock
public record TaskTimes(
    long startedAt, long[] beginNanos, long[] endNanos, long[] lostNanos, long clockErrorNanos) {
  /// Times of one clock.
  public TaskTimes(long startedAt, long[] beginNanos, long[] endNanos, long[] lostNanos) {
    this(startedAt, beginNanos, endNanos, lostNanos, 0);
  }

  public boolean hasRun(int task) {
    return endNanos[task] != 0;
  }
}
