package dev.partitura.engine.cost;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Speed;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.operator.Work;
import java.util.List;

/// Prices by what a cluster says of itself: an op takes the longer of its arithmetic and its memory
/// traffic on its device, a value the latency of its link and its bytes over the bandwidth. Source:
/// the roofline of Williams, Waterman and Patterson 2009, doi:10.1145/1498765.1498785.
public final class RooflineCost implements CostModel {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Cluster cluster;

  public RooflineCost(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public double opNanos(Category category, Work work, Device device) {
    var speed = device.speed();
    return speed.dispatchNanos() + nanos(work.flops(), work.bytes(), speed);
  }

  /// Nanoseconds of so much arithmetic and memory traffic at some speed, without what an op takes
  /// at least.
  public static double nanos(double flops, double bytes, Speed speed) {
    return NANOS_PER_SECOND
        * Math.max(flops / speed.flopsPerSecond(), bytes / speed.bytesPerSecond());
  }

  @Override
  public double dispatchNanos(Device device) {
    return 0;
  }

  @Override
  public double transferNanos(long bytes, Device from, Device to) {
    if (from.id().equals(to.id())) {
      return 0;
    }
    var used = cluster.link(from, to);
    return used.latencyNanos() + NANOS_PER_SECOND * bytes / used.bytesPerSecond();
  }

  @Override
  public double collectiveNanos(CollectiveKind kind, long bytes, List<Device> members) {
    var group = Group.of(members);
    return CollectiveTime.nanos(
        kind, bytes, group, wire(group.first(), group.near()), wire(group.first(), group.far()));
  }

  private CollectiveTime.Wire wire(Device from, Device to) {
    var link = cluster.link(from, to);
    return new CollectiveTime.Wire(link.bytesPerSecond(), link.latencyNanos());
  }
}
