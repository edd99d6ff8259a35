package dev.partitura.engine.cluster.catalogue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Link;
import dev.partitura.engine.file.JsonEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How devices reach each other that no link and no network joins: by way of others, over the route
/// that is fastest for a megabyte. Such a route has the bandwidth of its narrowest link and the
/// latencies of all.
final class Routes {
  /// Devices of a cluster whose routes are looked for: they are listed pair by pair.
  private static final int MOST_DEVICES = 256;

  private static final double MESSAGE_BYTES = 1 << 20;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Cluster cluster;
  private final List<Device> devices;

  private Routes(Cluster cluster) {
    this.cluster = cluster;
    devices = cluster.devices();
  }

  /// The cluster with a link for each pair. Cost O(devices³) where links are listed alone.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when a device cannot be reached
  static Cluster completed(Cluster cluster, JsonEntry document) {
    var fabric = cluster.fabric();
    boolean several = cluster.hosts().size() > 1;
    if ((fabric.intraHost() != null || cluster.devices().size() == cluster.hosts().size())
        && (fabric.interHost() != null || !several)) {
      return cluster;
    }
    if (cluster.devices().size() > MOST_DEVICES) {
      throw document.refuse("cluster.networks.missing", MOST_DEVICES);
    }
    return new Routes(cluster).completed(document);
  }

  private Cluster completed(JsonEntry document) {
    var links = new ArrayList<>(cluster.links());
    for (int from = 0; from < devices.size(); from++) {
      var routes = from(from);
      for (int to = from + 1; to < devices.size(); to++) {
        var route = routes[to];
        if (route == null) {
          throw document.refuse(
              "cluster.disconnected", devices.get(from).id(), devices.get(to).id());
        }
        if (direct(from, to) == null) {
          links.add(route);
        }
      }
    }
    return cluster.with(devices, links);
  }

  /// What joins two devices without a third, or null.
  private @Nullable Link direct(int from, int to) {
    var one = devices.get(from);
    var other = devices.get(to);
    return cluster.isJoined(one, other) ? cluster.link(one, other) : null;
  }

  /// The best routes from one device. Source: Dijkstra 1959, doi:10.1007/BF01386390.
  private @Nullable Link[] from(int start) {
    int count = devices.size();
    var routes = new @Nullable Link[count];
    var nanos = new double[count];
    Arrays.fill(nanos, Double.POSITIVE_INFINITY);
    nanos[start] = 0;
    var done = new boolean[count];
    for (int next = start; next >= 0; next = nearest(nanos, done)) {
      done[next] = true;
      for (int to = 0; to < count; to++) {
        var link = done[to] ? null : direct(next, to);
        if (link == null) {
          continue;
        }
        double time =
            nanos[next]
                + link.latencyNanos()
                + NANOS_PER_SECOND * MESSAGE_BYTES / link.bytesPerSecond();
        if (time < nanos[to]) {
          nanos[to] = time;
          routes[to] = joined(start, routes[next], link, to);
        }
      }
    }
    return routes;
  }

  private Link joined(int start, @Nullable Link before, Link last, int to) {
    return new Link(
        devices.get(start).id(),
        devices.get(to).id(),
        before == null
            ? last.bytesPerSecond()
            : Math.min(before.bytesPerSecond(), last.bytesPerSecond()),
        before == null ? last.latencyNanos() : before.latencyNanos() + last.latencyNanos());
  }

  private static int nearest(double[] nanos, boolean[] done) {
    int nearest = -1;
    for (int i = 0; i < nanos.length; i++) {
      if (!done[i]
          && nanos[i] < Double.POSITIVE_INFINITY
          && (nearest < 0 || nanos[i] < nanos[nearest])) {
        nearest = i;
      }
    }
    return nearest;
  }
}
