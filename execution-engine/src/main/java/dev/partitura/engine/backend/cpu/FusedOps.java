package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.List;

/// An op and the ops fused behind it, which one kernel shall compute.
///
/// @param whole the op of the network: `head` and `tail` in one
/// @param head the op that computes
/// @param tail ops that each change the result of the one before
/// @param kind of action it belongs to
/// @param origins ops of the network as drawn it stands for
record FusedOps(Op whole, Op head, List<Op> tail, int kind, List<OpId> origins) {
  FusedOps {
    tail = List.copyOf(tail);
    origins = List.copyOf(origins);
  }

  String name() {
    return head.name();
  }

  /// The values it reads from outside, once per use.
  List<String> reads() {
    var reads = new ArrayList<>(head.inputs());
    var running = head.outputs().getFirst();
    for (var op : tail) {
      for (var input : op.inputs()) {
        if (!input.equals(running)) {
          reads.add(input);
        }
      }
      running = op.outputs().getFirst();
    }
    return reads;
  }

  /// The value it leaves behind.
  String result() {
    return (tail.isEmpty() ? head : tail.getLast()).outputs().getFirst();
  }
}
