package dev.partitura.engine.execute;

import dev.partitura.engine.trace.Trace;
import java.util.function.Supplier;

/// Hears how far a long job is. Called from working threads, often: do little.
@FunctionalInterface
public interface Progress {
  Progress NONE = (_, _, _) -> {};

  /// @param phase such as `compile` or `run`
  /// @param done units done so far (tasks of all repeats in phase `run`)
  /// @param total units in all; 0 when unknown
  void update(String phase, long done, long total);

  /// Measured iterations so far.
  ///
  /// @param done that ran to their end, of whatever is behind where several take turns
  /// @param leftNanos how long all that is left should take, by what is measured so far
  default void repeats(int done, int total, long leftNanos) {}

  /// Whether [#latest] is heard: measuring then goes in turns, which leave room for it.
  default boolean isWatching() {
    return false;
  }

  /// Called between two turns and, while workers compute, now and then by a thread that only waits.
  ///
  /// @param trace makes the trace of what is done of the iteration under way, or of the one that
  ///   ended last; valid during this call
  default void latest(Supplier<Trace> trace) {}
}
