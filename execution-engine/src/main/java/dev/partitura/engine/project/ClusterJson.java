package dev.partitura.engine.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.Fabric;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.cluster.Link;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.cluster.Speed;
import dev.partitura.engine.cluster.catalogue.ModelJson;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.problem.Phrase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    var models = new LinkedHashMap<String, DeviceModel>();
    for (var device : cluster.devices()) {
      var entry = devices.addObject();
      entry
          .put("id", device.id().name())
          .put("kind", ModelJson.word(device.kind()))
          .put("host", device.host())
          .put("core", device.core())
          .put("memoryBytes", device.memoryBytes());
      entry
          .putObject("speed")
          .put("flopsPerSecond", device.speed().flopsPerSecond())
          .put("bytesPerSecond", device.speed().bytesPerSecond())
          .put("dispatchNanos", device.speed().dispatchNanos());
      if (device.hasRank()) {
        entry.put("rank", device.rank());
      }
      if (device.model() != null) {
        entry.put("model", device.model().name());
        models.putIfAbsent(device.model().name(), device.model());
      }
    }
    if (!models.isEmpty()) {
      var list = root.putArray("models");
      models.values().forEach(model -> list.add(ModelJson.write(model)));
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
    var fabric = cluster.fabric();
    if (!fabric.equals(Fabric.NONE)) {
      var joined = root.putObject("fabric");
      put(joined, "intraHost", fabric.intraHost());
      put(joined, "interHost", fabric.interHost());
    }
    if (cluster.linkSpeed() != 1) {
      root.put("linkSpeed", cluster.linkSpeed());
    }
    return root;
  }

  private static void put(ObjectNode fabric, String word, @Nullable LinkModel network) {
    if (network != null) {
      fabric.set(word, ModelJson.write(network));
    }
  }

  static Cluster read(JsonEntry root) {
    root.allow(Set.of("name", "hosts", "devices", "models", "links", "fabric", "linkSpeed"));
    var hosts = root.objects("hosts").stream().map(ClusterJson::host).toList();
    var models = new HashMap<String, DeviceModel>();
    if (root.has("models")) {
      for (var entry : root.objects("models")) {
        var model = ModelJson.device(entry);
        models.put(model.name(), model);
      }
    }
    var devices = root.objects("devices").stream().map(entry -> device(entry, models)).toList();
    if (devices.isEmpty()) {
      throw root.refuse("project.cluster.empty");
    }
    var ids = new HashSet<DeviceId>();
    for (var device : devices) {
      if (!ids.add(device.id())) {
        throw root.refuse("project.device.twice", device.id());
      }
    }
    var cluster =
        new Cluster(
            root.string("name"),
            hosts,
            devices,
            root.objects("links").stream().map(ClusterJson::link).toList(),
            root.has("fabric") ? fabric(root.object("fabric")) : Fabric.NONE);
    return root.has("linkSpeed")
        ? cluster.withLinkSpeed(ModelJson.positive(root, "linkSpeed"))
        : cluster;
  }

  private static Fabric fabric(JsonEntry entry) {
    entry.allow(Set.of("intraHost", "interHost"));
    return new Fabric(network(entry, "intraHost"), network(entry, "interHost"));
  }

  private static @Nullable LinkModel network(JsonEntry entry, String word) {
    return entry.has(word) ? ModelJson.link(entry.object(word)) : null;
  }

  private static Host host(JsonEntry entry) {
    entry.allow(Set.of("name", "cores", "memoryBytes", "processor"));
    return new Host(
        entry.string("name"),
        entry.integer("cores"),
        entry.whole("memoryBytes"),
        entry.string("processor"));
  }

  private static Device device(JsonEntry entry, Map<String, DeviceModel> models) {
    entry.allow(Set.of("id", "kind", "host", "core", "memoryBytes", "speed", "model", "rank"));
    var kind = ModelJson.kind(entry);
    var model = entry.has("model") ? models.get(entry.string("model")) : null;
    if (entry.has("model") && model == null) {
      throw entry.refuse("project.model.unknown", entry.string("model"));
    }
    return new Device(
        id(entry, "id"),
        kind,
        entry.string("host"),
        entry.integer("core"),
        entry.whole("memoryBytes"),
        entry.has("speed") ? speed(entry.object("speed")) : Speed.of(kind),
        model,
        entry.has("rank") ? entry.integer("rank") : Device.NO_RANK);
  }

  private static Speed speed(JsonEntry entry) {
    entry.allow(Set.of("flopsPerSecond", "bytesPerSecond", "dispatchNanos"));
    return new Speed(
        ModelJson.positive(entry, "flopsPerSecond"),
        ModelJson.positive(entry, "bytesPerSecond"),
        ModelJson.notNegative(entry, "dispatchNanos"));
  }

  private static Link link(JsonEntry entry) {
    entry.allow(Set.of("from", "to", "bytesPerSecond", "latencyNanos"));
    return new Link(
        id(entry, "from"),
        id(entry, "to"),
        ModelJson.positive(entry, "bytesPerSecond"),
        ModelJson.notNegative(entry, "latencyNanos"));
  }

  private static DeviceId id(JsonEntry entry, String word) {
    var name = entry.string(word);
    if (name.isEmpty()) {
      throw entry.wrong(word, Phrase.of("words.deviceName"));
    }
    return new DeviceId(name);
  }
}
