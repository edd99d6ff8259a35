package dev.partitura.engine.execute.local;

import java.util.function.BooleanSupplier;

/// The part of a run that no worker thread of this process does: messages, and what other ranks
/// compute. Its methods are called by worker threads; what is done by itself it tells
/// [GraphRun#release].
interface Beyond {
  /// Whether a worker of this process does the tasks of a queue.
  boolean isServed(int queue);

  /// Whether others than workers of this process wait for a task.
  boolean concerns(int task);

  /// A worker has done a task that [#concerns].
  void done(int task);

  /// A further iteration begins.
  void begin(GraphRun run, Recording recording);

  /// Waits until all that this rank sends and receives in the iteration is done, and all ranks have
  /// come as far.
  ///
  /// @return false when it was stopped before
  boolean finish(BooleanSupplier stopped);
}
