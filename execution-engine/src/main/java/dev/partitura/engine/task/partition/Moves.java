package dev.partitura.engine.task.partition;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cost.RooflineCost;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.plan.Plan;
import java.util.List;

/// What ops and the moves between forms of a value are expected to cost, in nanoseconds. What each
/// costs at least, whatever its size, is left out: a plan that asks for shards is to have them.
/// Pure.
final class Moves {
  /// Ops of a chain that is done as one.
  private static final int CHAIN = 4;

  /// A move that is not made.
  static final double NEVER = Double.POSITIVE_INFINITY;

  private final List<Device> first;
  private final double[] nanosPerByte;
  private final int[] shards;
  private final boolean countsCopies;

  Moves(Plan plan, Cluster cluster) {
    // Who wants values split along the sequence wants them so though it takes more copies.
    countsCopies = !plan.sequenceParallel();
    first =
        plan.parts().stream()
            .map(part -> cluster.devices().get(cluster.indexOf(part.mesh().device(0, 0))))
            .toList();
    nanosPerByte = new double[first.size()];
    shards = plan.parts().stream().mapToInt(part -> part.mesh().shards()).toArray();
    var cost = new RooflineCost(cluster);
    long many = 1 << 30;
    for (int part = 0; part < nanosPerByte.length; part++) {
      var mesh = plan.parts().get(part).mesh();
      if (mesh.shards() > 1) {
        var other = cluster.devices().get(cluster.indexOf(mesh.device(0, 1)));
        nanosPerByte[part] =
            (cost.transferNanos(many, first.get(part), other)
                    - cost.transferNanos(0, first.get(part), other))
                / many;
      }
    }
  }

  int shards(int part) {
    return shards[part];
  }

  /// The work of an op. Of a chain of ops on single elements, which is done as one, each counts as
  /// its share of what the chain reads and writes.
  double opNanos(Op op, Work work, int part) {
    var operator = Operators.find(op);
    double share = operator != null && operator.has(Trait.IN_CHAIN) ? 1.0 / CHAIN : 1;
    return RooflineCost.nanos(work.flops(), share * work.bytes(), first.get(part).speed());
  }

  double readNanos(double bytes, int part) {
    return RooflineCost.nanos(0, bytes, first.get(part).speed());
  }

  /// From one form to another among the shards of a part, in the time of one of them: what it gets
  /// from the others, and what it copies and adds; [#NEVER] for what is not done.
  double nanos(int from, int to, double bytes, int shards, int part) {
    if (from == to) {
      return 0;
    }
    double others = bytes * (shards - 1) / shards;
    double own = bytes / shards;
    if (from == Form.PARTIAL) {
      return to == Form.WHOLE
          ? nanos(2 * others, 3 * others, part)
          : nanos(others, 3 * bytes + own, part);
    }
    if (to == Form.PARTIAL) {
      return NEVER;
    }
    if (from == Form.WHOLE) {
      return nanos(0, 2 * own, part);
    }
    return to == Form.WHOLE
        ? nanos(others, 2 * bytes, part)
        : nanos(others / shards, 4 * own, part);
  }

  private double nanos(double got, double touched, int part) {
    return got * nanosPerByte[part] + (countsCopies ? readNanos(touched, part) : 0);
  }
}
