package dev.partitura.engine.planner.network;

import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.NetworkTypes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.stream.IntStream;

/// Where a network in dependency order may be cut into stages, and what crosses there. Immutable.
///
/// @param bytes by place, of what is made before it and read behind it, of one sample, in float32
/// @param places where less crosses than around, ascending; all of them where the network is short
@SuppressWarnings("ArrayRecordComponent")
record Cuts(double[] bytes, int[] places) {
  /// A cut is no place where near it one moves so much less.
  private static final double WORSE = 1.5;

  private static final int NEAR = 12;
  private static final int FEW_OPS = 64;

  static Cuts of(NetworkTypes types, int[] order) {
    var topology = Topology.of(types.network());
    var place = new int[order.length];
    for (int at = 0; at < order.length; at++) {
      place[order[at]] = at;
    }
    var change = new double[order.length + 2];
    var working = new boolean[order.length];
    for (int at = 0; at < order.length; at++) {
      for (var output : types.network().ops().get(order[at]).outputs()) {
        var type = types.type(output);
        boolean constant = types.constants().containsKey(output);
        working[at] |= !constant;
        int last =
            topology.consumers(output).stream().mapToInt(reader -> place[reader]).max().orElse(at);
        if (!constant && type != null && type.isStatic() && last > at) {
          change[at + 1] += type.sizeBytes();
          change[last + 1] -= type.sizeBytes();
        }
      }
    }
    var bytes = new double[order.length + 1];
    double sum = 0;
    for (int at = 0; at <= order.length; at++) {
      sum += change[at];
      bytes[at] = sum;
    }
    return new Cuts(
        bytes,
        IntStream.range(1, order.length)
            .filter(at -> working[at - 1] && (order.length <= FEW_OPS || isCheap(bytes, at)))
            .toArray());
  }

  private static boolean isCheap(double[] bytes, int at) {
    int from = Math.max(1, at - NEAR);
    int to = Math.min(bytes.length - 1, at + NEAR);
    double least = Arrays.stream(bytes, from, to).min().orElse(0);
    return bytes[at] <= WORSE * least;
  }

  /// Parameters that ops far apart read, by the places of the first and the last.
  static HashMap<String, int[]> shared(NetworkTypes types, int[] order) {
    var shared = new HashMap<String, int[]>();
    var initializers = types.network().initializers();
    for (int at = 0; at < order.length; at++) {
      for (var value : types.network().ops().get(order[at]).dependencies()) {
        var constant = initializers.get(value);
        if (constant != null && constant.type().knownShape().elementCount() > 1) {
          int here = at;
          shared.compute(
              value,
              (_, ends) -> ends == null ? new int[] {here, here} : new int[] {ends[0], here});
        }
      }
    }
    shared.values().removeIf(ends -> ends[0] == ends[1]);
    return shared;
  }
}
