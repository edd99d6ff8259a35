package dev.partitura.engine.cluster.catalogue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.Fabric;
import dev.partitura.engine.cluster.Link;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A cluster as a small JSON document that a person can write:
///
///     {"name": "lab",
///      "hosts": [{"name": "node", "count": 2, "devices": [{"model": "A100-SXM4-80GB", "count": 8}]},
///                {"name": "old", "devices": [{"model": "MyChip", "id": "chip"}]}],
///      "devices": [{"name": "MyChip", "kind": "gpu", "peaks": {"fp32": 2e13, "bf16": 1e14},
///                   "memoryBytes": 17179869184, "bytesPerSecond": 9e11}],
///      "networks": [{"name": "MyNet", "bytesPerSecond": 1e10, "latencyNanos": 1500}],
///      "intra": "NVLink 3 (A100)", "inter": "MyNet",
///      "links": [{"from": "gpu0", "to": "gpu1", "network": "NVLink 3 (A100)"}]}
///
/// Only `hosts` must be given. A host of a `count` stands for `node0`, `node1` …; devices without
/// an `id` are numbered through the cluster, `gpu0`, `gpu1` …. `devices` and `networks` add models
/// to the catalogue's. `intra` joins the devices of a host and `inter` those of different hosts;
/// where neither they nor `links` are given, the usual links of the devices do. `links` joins
/// single pairs, before the networks. Pairs that nothing joins send by way of others, see [Routes].
/// Strict: unknown words are refused.
public final class ClusterFile {
  private final Map<String, DeviceModel> devices = new HashMap<>();
  private final Map<String, LinkModel> networks = new HashMap<>();
  private final ClusterBuilder built = new ClusterBuilder();
  private final Set<DeviceId> ids = new HashSet<>();
  private final JsonEntry root;

  private ClusterFile(JsonEntry root) {
    this.root = root;
  }

  /// @throws ProblemException when the file cannot be read or describes no cluster
  public static Cluster read(Path file) {
    return read(TextFile.read(file, Phrase.of("words.cluster", file)), file.toString());
  }

  /// @param source what to call the document in problems, such as its file name
  /// @throws ProblemException when it describes no cluster
  public static Cluster read(String text, String source) {
    var document = JsonText.readObject(text, source);
    return new ClusterFile(new JsonEntry(document, Phrase.of("words.cluster", source)))
        .cluster(source);
  }

  private Cluster cluster(String source) {
    root.allow(Set.of("name", "hosts", "devices", "networks", "intra", "inter", "links"));
    for (var entry : listed("devices")) {
      var model = ModelJson.device(entry);
      if (Catalogue.hasDevice(model.name()) || devices.put(model.name(), model) != null) {
        throw entry.refuse("cluster.name.twice", model.name());
      }
    }
    for (var entry : listed("networks")) {
      var model = ModelJson.link(entry);
      if (Catalogue.hasLink(model.name()) || networks.put(model.name(), model) != null) {
        throw entry.refuse("cluster.name.twice", model.name());
      }
    }
    var names = new HashSet<String>();
    for (var host : root.objects("hosts")) {
      hosts(host, names);
    }
    if (built.devices().isEmpty()) {
      throw root.refuse("cluster.empty");
    }
    var links = links();
    var cluster =
        built.build(root.has("name") ? ModelJson.name(root) : source, links, fabric(links));
    return Routes.completed(cluster, root);
  }

  private List<JsonEntry> listed(String word) {
    return root.has(word) ? root.objects(word) : List.of();
  }

  private void hosts(JsonEntry host, Set<String> names) {
    host.allow(Set.of("name", "count", "devices"));
    var name = ModelJson.name(host);
    int count = count(host);
    var groups = host.objects("devices");
    if (groups.isEmpty()) {
      throw host.refuse("cluster.empty");
    }
    for (int i = 0; i < count; i++) {
      var numbered = host.has("count") ? name + i : name;
      if (!names.add(numbered)) {
        throw host.refuse("cluster.name.twice", numbered);
      }
      built.host(numbered);
      groups.forEach(this::devices);
    }
  }

  private void devices(JsonEntry group) {
    group.allow(Set.of("model", "count", "id"));
    var name = group.string("model");
    var model = devices.get(name);
    if (model == null) {
      model = Catalogue.device(name);
    }
    int count = count(group);
    if (built.devices().size() + (long) count > ClusterBuilder.MOST_DEVICES) {
      throw group.refuse("cluster.devices.many.here", ClusterBuilder.MOST_DEVICES);
    }
    if (!group.has("id")) {
      built.devices(model, count);
    } else if (count > 1) {
      throw group.refuse("cluster.id.several");
    } else {
      built.device(model, new DeviceId(ModelJson.filled(group, "id")));
    }
    int all = built.devices().size();
    for (var device : built.devices().subList(all - count, all)) {
      if (!ids.add(device.id())) {
        throw group.refuse("cluster.name.twice", device.id());
      }
    }
  }

  private static int count(JsonEntry entry) {
    if (!entry.has("count")) {
      return 1;
    }
    int count = entry.integer("count");
    if (count < 1 || count > ClusterBuilder.MOST_DEVICES) {
      throw entry.wrong("count", Phrase.of("words.between", 1, ClusterBuilder.MOST_DEVICES));
    }
    return count;
  }

  private Fabric fabric(List<Link> links) {
    if (root.has("intra") || root.has("inter") || !links.isEmpty()) {
      return new Fabric(network("intra"), network("inter"));
    }
    return UsualLinks.of(built.devices().stream().map(device -> device.model()).toList());
  }

  private @Nullable LinkModel network(String word) {
    return root.has(word) ? network(root, word) : null;
  }

  private LinkModel network(JsonEntry entry, String word) {
    var name = entry.string(word);
    var own = networks.get(name);
    return own == null ? Catalogue.link(name) : own;
  }

  private List<Link> links() {
    var links = new ArrayList<Link>();
    var pairs = new HashSet<Set<DeviceId>>();
    for (var entry : listed("links")) {
      entry.allow(Set.of("from", "to", "network"));
      var from = device(entry, "from");
      var to = device(entry, "to");
      if (from.equals(to)) {
        throw entry.refuse("cluster.link.self", from);
      }
      if (!pairs.add(Set.of(from, to))) {
        throw entry.refuse("cluster.link.twice", from, to);
      }
      links.add(network(entry, "network").between(from, to));
    }
    return links;
  }

  private DeviceId device(JsonEntry entry, String word) {
    var name = ModelJson.filled(entry, word);
    var id = new DeviceId(name);
    if (!ids.contains(id)) {
      throw entry.refuse("cluster.link.device", name);
    }
    return id;
  }
}
