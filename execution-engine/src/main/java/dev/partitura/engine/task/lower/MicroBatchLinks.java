package dev.partitura.engine.task.lower;

/// Hears the edges that lead from one action of a replica to another.
interface MicroBatchLinks {
  /// The nodes of `pairs` in micro-batch `to` wait for those in micro-batch `from`, which may be
  /// the same.
  void link(int from, int to, NodePairs pairs);
}
