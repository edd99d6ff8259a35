package dev.partitura.engine.execute.times;

/// When the tasks of one iteration began and ended, measured or predicted; one place per task, of
/// which the graph tells. The arrays are not copied.
///
/// @param startedAt begin of the iteration, in nanoseconds of the clock that the others are of
/// @param endNanos 0 for a task that did not run
/// @param lostNanos how long the thread of a task was kept from running during it
public record TaskTimes(long startedAt, long[] beginNanos, long[] endNanos, long[] lostNanos) {
  public boolean hasRun(int task) {
    return endNanos[task] != 0;
  }
}
