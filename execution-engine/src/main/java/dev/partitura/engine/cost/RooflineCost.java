package dev.partitura.engine.cost;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Link;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.operator.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Prices by what a cluster says of itself: an op takes the longer of its arithmetic and its memory
/// traffic on its device, a value the latency of its link and its bytes over the bandwidth. Source:
/// the roofline of Williams, Waterman and Patterson 2009, doi:10.1145/1498765.1498785.
public final class RooflineCost implements CostModel {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<Ends, Link> links = new HashMap<>();

  private record Ends(DeviceId from, DeviceId to) {}

  public RooflineCost(Cluster cluster) {
    for (var link : cluster.links()) {
      links.putIfAbsent(new Ends(link.from(), link.to()), link);
      links.putIfAbsent(new Ends(link.to(), link.from()), link);
    }
  }

  @Override
  public double opNanos(Category category, Work work, Device device) {
    var speed = device.speed();
    return speed.dispatchNanos()
        + NANOS_PER_SECOND
            * Math.max(
                work.flops() / speed.flopsPerSecond(), work.bytes() / speed.bytesPerSecond());
  }

  @Override
  public double transferNanos(long bytes, Device from, Device to) {
    if (from.id().equals(to.id())) {
      return 0;
    }
    var used = link(from, to);
    return used.latencyNanos() + NANOS_PER_SECOND * bytes / used.bytesPerSecond();
  }

  private Link link(Device from, Device to) {
    var link = links.get(new Ends(from.id(), to.id()));
    return link == null ? Link.assumed(from, to) : link;
  }

  @Override
  public double collectiveNanos(CollectiveKind kind, long bytes, List<Device> members) {
    var first = members.getFirst();
    var near = first;
    var far = first;
    int hosts = 1;
    for (int i = 1; i < members.size(); i++) {
      boolean isNear = members.get(i).host().equals(first.host());
      near = isNear ? members.get(i) : near;
      far = isNear ? far : members.get(i);
      hosts += members.get(i).host().equals(members.get(i - 1).host()) ? 0 : 1;
    }
    var inside = wire(first, near.equals(first) ? far : near);
    return CollectiveTime.nanos(
        kind, bytes, members.size(), hosts, inside, far.equals(first) ? inside : wire(first, far));
  }

  private CollectiveTime.Wire wire(Device from, Device to) {
    var link = link(from, to);
    return new CollectiveTime.Wire(link.bytesPerSecond(), link.latencyNanos());
  }
}
