package dev.partitura.engine.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What there is to compute on. Immutable; any thread. The place of a device in the list gives its
/// letter and hue everywhere.
public final class Cluster {
  private final String name;
  private final List<Host> hosts;
  private final List<Device> devices;
  private final List<Link> links;
  private final Fabric fabric;
  private final double linkSpeed;
  private final Map<DeviceId, Integer> places;
  private final Map<Ends, Link> listed;

  private record Ends(DeviceId from, DeviceId to) {}

  /// A cluster whose links are those listed alone.
  public Cluster(String name, List<Host> hosts, List<Device> devices, List<Link> links) {
    this(name, hosts, devices, links, Fabric.NONE);
  }

  /// Cost O(devices + links).
  ///
  /// @param links of pairs that are joined otherwise than by the fabric, in both directions
  public Cluster(
      String name, List<Host> hosts, List<Device> devices, List<Link> links, Fabric fabric) {
    this(name, hosts, devices, links, fabric, 1);
  }

  private Cluster(
      String name,
      List<Host> hosts,
      List<Device> devices,
      List<Link> links,
      Fabric fabric,
      double linkSpeed) {
    this.name = Objects.requireNonNull(name);
    this.hosts = List.copyOf(hosts);
    this.devices = List.copyOf(devices);
    this.links = List.copyOf(links);
    this.fabric = fabric;
    this.linkSpeed = linkSpeed;
    if (!(linkSpeed > 0)) {
      throw new IllegalArgumentException("No link is " + linkSpeed + " times as fast");
    }
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("A cluster has at least one device");
    }
    places = HashMap.newHashMap(devices.size());
    for (int i = 0; i < devices.size(); i++) {
      places.putIfAbsent(devices.get(i).id(), i);
    }
    listed = HashMap.newHashMap(2 * links.size());
    for (var link : links) {
      listed.putIfAbsent(new Ends(link.from(), link.to()), link);
      listed.putIfAbsent(new Ends(link.to(), link.from()), link);
    }
  }

  public String name() {
    return name;
  }

  public List<Host> hosts() {
    return hosts;
  }

  public List<Device> devices() {
    return devices;
  }

  /// The same of other devices, and what joins them.
  public Cluster with(List<Device> newDevices, List<Link> newLinks) {
    return new Cluster(name, hosts, newDevices, newLinks, fabric, linkSpeed);
  }

  /// The same if all its links were so many times as fast as they are: a cluster in thought, on
  /// which nothing runs.
  public Cluster withLinkSpeed(double factor) {
    return new Cluster(name, hosts, devices, links, fabric, factor);
  }

  /// How many times as fast as they are its links are thought to be; 1 where nothing is thought.
  public double linkSpeed() {
    return linkSpeed;
  }

  /// The links listed one by one, as fast as they are; see [#link] for that of any pair.
  public List<Link> links() {
    return links;
  }

  public Fabric fabric() {
    return fabric;
  }

  /// What joins two different devices: a listed link before the fabric, and before what is assumed
  /// where nothing is known; at [#linkSpeed]. Cost O(1).
  public Link link(Device from, Device to) {
    var link = asItIs(from, to);
    return linkSpeed == 1
        ? link
        : new Link(link.from(), link.to(), link.bytesPerSecond() * linkSpeed, link.latencyNanos());
  }

  private Link asItIs(Device from, Device to) {
    var link = listed.get(new Ends(from.id(), to.id()));
    if (link != null) {
      return link;
    }
    var network = fabric.between(from, to);
    return network == null ? Link.assumed(from, to) : network.between(from.id(), to.id());
  }

  /// Whether a listed link or the fabric joins two devices, so that nothing need be assumed.
  public boolean isJoined(Device from, Device to) {
    return listed.containsKey(new Ends(from.id(), to.id())) || fabric.between(from, to) != null;
  }

  public @Nullable Device device(DeviceId id) {
    int index = indexOf(id);
    return index < 0 ? null : devices.get(index);
  }

  /// Place of the device, or -1. Cost O(1).
  public int indexOf(DeviceId id) {
    return places.getOrDefault(id, -1);
  }

  /// Letter of a device; see [#letter(int)].
  public String letter(DeviceId id) {
    return letter(indexOf(id));
  }

  /// `A` for the first device, `Z` for the 26th, then `AA`; `?` for -1, a device that is not here.
  public static String letter(int index) {
    if (index < 0) {
      return "?";
    }
    var letters = new StringBuilder();
    for (int rest = index; rest >= 0; rest = rest / 26 - 1) {
      letters.insert(0, (char) ('A' + rest % 26));
    }
    return letters.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cluster that
        && name.equals(that.name)
        && hosts.equals(that.hosts)
        && devices.equals(that.devices)
        && links.equals(that.links)
        && fabric.equals(that.fabric)
        && linkSpeed == that.linkSpeed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, hosts, devices, links, fabric, linkSpeed);
  }

  @Override
  public String toString() {
    return name + " of " + devices.size() + " devices";
  }
}
