package dev.partitura.engine.task.partition;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cost.RooflineCost;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.plan.Plan;
import java.util.List;

/// What ops and the moves between forms of a value are expected to cost, in nanoseconds. What each
/// costs at least, whatever its size, is left out: a plan that asks for shards is to have them.
/// Pure.
final class Moves {
  private static final double NANOS_PER_SECOND = 1e9;

  /// A move that is not made.
  static final double NEVER = Double.POSITIVE_INFINITY;

  private final List<Device> first;
  private final double[] nanosPerByte;
  private final int[] shards;

  Moves(Plan plan, Cluster cluster) {
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

  double opNanos(Work work, int part) {
    var speed = first.get(part).speed();
    return NANOS_PER_SECOND
        * Math.max(work.flops() / speed.flopsPerSecond(), work.bytes() / speed.bytesPerSecond());
  }

  /// The exchange of a share of a value of so many bytes, and what is done to it on arrival.
  private double nanos(double bytes, double share, int part) {
    double arrival = NANOS_PER_SECOND / first.get(part).speed().bytesPerSecond();
    return bytes * share * (nanosPerByte[part] + arrival);
  }

  /// From one form to another among the shards of a part; [#NEVER] for what is not done.
  double nanos(int from, int to, double bytes, int shards, int part) {
    double others = (shards - 1.0) / shards;
    if (from == to) {
      return 0;
    }
    if (from == Form.PARTIAL) {
      return nanos(bytes, to == Form.WHOLE ? 2 * others : others, part);
    }
    if (to == Form.PARTIAL) {
      return NEVER;
    }
    if (from == Form.WHOLE) {
      return NANOS_PER_SECOND * bytes / shards / first.get(part).speed().bytesPerSecond();
    }
    return nanos(bytes, to == Form.WHOLE ? others : others / shards, part);
  }
}
