package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.EdgeKind;

/// The edges that lead from one micro-batch of a replica to another. Asked twice, once to count and
/// once to write; must tell the same both times.
interface MicroBatchLinks {
  void visit(Visitor visitor);

  interface Visitor {
    /// The nodes of `pairs` in micro-batch `to` wait for those in micro-batch `from`, which may be
    /// the same.
    void link(int replica, int from, int to, NodePairs pairs, EdgeKind kind);
  }
}
