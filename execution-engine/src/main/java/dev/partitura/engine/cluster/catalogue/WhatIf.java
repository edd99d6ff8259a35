package dev.partitura.engine.cluster.catalogue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.Fabric;
import dev.partitura.engine.cluster.LinkModel;
import java.util.List;
import java.util.stream.Collectors;

/// Clusters as they would be if something were otherwise.
public final class WhatIf {
  private WhatIf() {}

  /// As many hosts of as many devices each, all of another model and joined by its usual links. The
  /// thought of how fast links are stays.
  public static Cluster withDevices(Cluster cluster, DeviceModel model) {
    var counts =
        cluster.devices().stream()
            .collect(
                Collectors.groupingBy(
                    Device::host, java.util.LinkedHashMap::new, Collectors.counting()));
    var built = new ClusterBuilder();
    counts.forEach((host, count) -> {
      built.host(host);
      built.devices(model, Math.toIntExact(count));
    });
    return built
        .build(name(List.copyOf(counts.values()), model), List.of(), UsualLinks.of(model))
        .withLinkSpeed(cluster.linkSpeed());
  }

  /// The same with another link within its hosts or, where there are several, between them. What
  /// links were listed one by one gives way.
  public static Cluster withLink(Cluster cluster, LinkModel link) {
    boolean several = cluster.hosts().size() > 1;
    var fabric = cluster.fabric();
    var base = cluster.name().replaceFirst(several ? ",inter=.*" : ",intra=.*", "");
    return new Cluster(
            base + (several ? ",inter=" : ",intra=") + link.name(),
            cluster.hosts(),
            cluster.devices(),
            List.of(),
            several ? new Fabric(fabric.intraHost(), link) : new Fabric(link, fabric.interHost()))
        .withLinkSpeed(cluster.linkSpeed());
  }

  /// As [ClusterWords] reads it, where all hosts have as many.
  private static String name(List<Long> counts, DeviceModel model) {
    boolean alike = counts.stream().distinct().count() == 1;
    var hosts = counts.size() == 1 ? "" : counts.size() + "*";
    return alike
        ? hosts + counts.getFirst() + "x" + model.name()
        : counts.stream().mapToLong(Long::longValue).sum() + "x" + model.name();
  }
}
