package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.EdgeKind;
import java.util.BitSet;

/// Nodes of a template that all wait for the same others: every one of `to` for every one of
/// `from`. Do not write to the arrays.
///
/// @param kinds why a node of `to` waits for one of `from`
@SuppressWarnings("ArrayRecordComponent")
record NodePairs(int[] from, int[] to, Kinds kinds) {
  /// Tells why one node waits for another.
  @FunctionalInterface
  interface Kinds {
    EdgeKind of(int from, int to);
  }

  static NodePairs of(BitSet from, BitSet to, Kinds kinds) {
    return new NodePairs(from.stream().toArray(), to.stream().toArray(), kinds);
  }

  long count() {
    return (long) from.length * to.length;
  }

  /// Ordinals of the kinds of all pairs, those of the first `from` first.
  byte[] kindOrdinals() {
    var ordinals = new byte[Math.toIntExact(count())];
    int pair = 0;
    for (int earlier : from) {
      for (int later : to) {
        ordinals[pair++] = (byte) kinds.of(earlier, later).ordinal();
      }
    }
    return ordinals;
  }
}
