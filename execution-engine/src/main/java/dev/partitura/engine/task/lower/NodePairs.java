package dev.partitura.engine.task.lower;

import java.util.BitSet;

/// Nodes of a template that all wait for the same others: every one of `to` for every one of
/// `from`. Do not write to the arrays.
@SuppressWarnings("ArrayRecordComponent")
record NodePairs(int[] from, int[] to) {
  static NodePairs of(BitSet from, BitSet to) {
    return new NodePairs(from.stream().toArray(), to.stream().toArray());
  }

  long count() {
    return (long) from.length * to.length;
  }
}
