package dev.partitura.engine.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.cluster.Link;
import dev.partitura.engine.cluster.Speed;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.problem.Phrase;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// A cluster as JSON.
final class ClusterJson {
  private ClusterJson() {}

  static ObjectNode write(Cluster cluster) {
    var root = JsonText.object().put("name", cluster.name());
    var hosts = root.putArray("hosts");
    for (var host : cluster.hosts()) {
      hosts
          .addObject()
          .put("name", host.name())
          .put("cores", host.cores())
          .put("memoryBytes", host.memoryBytes())
          .put("processor", host.processor());
    }
    var devices = root.putArray("devices");
    for (var device : cluster.devices()) {
      devices
          .addObject()
          .put("id", device.id().name())
          .put("kind", word(device.kind()))
          .put("host", device.host())
          .put("core", device.core())
          .put("memoryBytes", device.memoryBytes())
          .putObject("speed")
          .put("flopsPerSecond", device.speed().flopsPerSecond())
          .put("bytesPerSecond", device.speed().bytesPerSecond())
          .put("dispatchNanos", device.speed().dispatchNanos());
    }
    var links = root.putArray("links");
    for (var link : cluster.links()) {
      links
          .addObject()
          .put("from", link.from().name())
          .put("to", link.to().name())
          .put("bytesPerSecond", link.bytesPerSecond())
          .put("latencyNanos", link.latencyNanos());
    }
    return root;
  }

  static Cluster read(JsonEntry root) {
    root.allow(Set.of("name", "hosts", "devices", "links"));
    var hosts = root.objects("hosts").stream().map(ClusterJson::host).toList();
    var devices = root.objects("devices").stream().map(ClusterJson::device).toList();
    if (devices.isEmpty()) {
      throw root.refuse("project.cluster.empty");
    }
    var ids = new HashSet<DeviceId>();
    for (var device : devices) {
      if (!ids.add(device.id())) {
        throw root.refuse("project.device.twice", device.id());
      }
    }
    return new Cluster(
        root.string("name"),
        hosts,
        devices,
        root.objects("links").stream().map(ClusterJson::link).toList());
  }

  private static Host host(JsonEntry entry) {
    entry.allow(Set.of("name", "cores", "memoryBytes", "processor"));
    return new Host(
        entry.string("name"),
        entry.integer("cores"),
        entry.whole("memoryBytes"),
        entry.string("processor"));
  }

  private static Device device(JsonEntry entry) {
    entry.allow(Set.of("id", "kind", "host", "core", "memoryBytes", "speed"));
    var word = entry.string("kind");
    var kind =
        Arrays.stream(DeviceKind.values())
            .filter(known -> word(known).equals(word))
            .findFirst()
            .orElseThrow(() ->
                entry.wrong(
                    "kind",
                    Phrase.of(
                        "words.oneOf",
                        Arrays.stream(DeviceKind.values()).map(ClusterJson::word).toList())));
    return new Device(
        id(entry, "id"),
        kind,
        entry.string("host"),
        entry.integer("core"),
        entry.whole("memoryBytes"),
        entry.has("speed") ? speed(entry.object("speed")) : Speed.of(kind));
  }

  private static Speed speed(JsonEntry entry) {
    entry.allow(Set.of("flopsPerSecond", "bytesPerSecond", "dispatchNanos"));
    return new Speed(
        positive(entry, "flopsPerSecond"),
        positive(entry, "bytesPerSecond"),
        notNegative(entry, "dispatchNanos"));
  }

  private static double positive(JsonEntry entry, String word) {
    double value = entry.number(word);
    if (value <= 0) {
      throw entry.wrong(word, Phrase.of("words.json.positive"));
    }
    return value;
  }

  private static long notNegative(JsonEntry entry, String word) {
    long value = entry.whole(word);
    if (value < 0) {
      throw entry.wrong(word, Phrase.of("words.json.notNegative"));
    }
    return value;
  }

  private static Link link(JsonEntry entry) {
    entry.allow(Set.of("from", "to", "bytesPerSecond", "latencyNanos"));
    return new Link(
        id(entry, "from"),
        id(entry, "to"),
        positive(entry, "bytesPerSecond"),
        notNegative(entry, "latencyNanos"));
  }

  private static DeviceId id(JsonEntry entry, String word) {
    var name = entry.string(word);
    if (name.isEmpty()) {
      throw entry.wrong(word, Phrase.of("words.deviceName"));
    }
    return new DeviceId(name);
  }

  private static String word(DeviceKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
