package dev.partitura.engine.cluster;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Makes clusters of this machine's CPU workers.
public final class Clusters {
  /// Workers that a cluster of one machine may have.
  public static final int MOST_WORKERS = 256;

  private static final Pattern RANKS = Pattern.compile("mpi:([0-9]{1,9})(?:xcpu:([0-9]{1,9}))?");

  private static final Pattern LOCAL =
      Pattern.compile(
          "(?<cpus>cpu(?::[0-9]{1,9})?)?(?:(?:^|(?<=[0-9u]),)(?<gpus>gpu(?::(?<cards>[0-9]{1,4}))?))?");

  private Clusters() {}

  /// `count` workers `cpu0`, `cpu1` …, each one thread pinned to one core of this machine, physical
  /// cores first. More workers than cores share cores in turn: the run is right but they take time
  /// from each other, which [#notes] says.
  ///
  /// @throws ProblemException when `count` is not between 1 and 256
  public static Cluster workers(int count) {
    return workers(count, MachineDiscovery.discover());
  }

  /// As [#workers(int)] on a machine discovered before.
  public static Cluster workers(int count, Machine machine) {
    if (count < 1 || count > MOST_WORKERS) {
      throw ProblemException.of(
          "cluster.workers", "cpu:" + count, count, MOST_WORKERS, machine.cores().size());
    }
    var devices = new ArrayList<Device>();
    var links = new ArrayList<Link>();
    for (int i = 0; i < count; i++) {
      var id = new DeviceId("cpu" + i);
      int core = machine.cores().get(i % machine.cores().size()).id();
      var device =
          new Device(
              id,
              DeviceKind.CPU,
              machine.host().name(),
              core,
              machine.host().memoryBytes() / count,
              machine.coreSpeed());
      devices.forEach(earlier -> links.add(Link.assumed(earlier, device)));
      devices.add(device);
    }
    return new Cluster("cpu:" + count, List.of(machine.host()), devices, links);
  }

  /// One worker per physical core of this machine.
  public static Cluster all() {
    var machine = MachineDiscovery.discover();
    return workers(Math.min(MOST_WORKERS, machine.physicalCores()), machine);
  }

  /// The workers of a description such as `cpu:2`; `cpu` is one worker per physical core.
  ///
  /// @throws ProblemException when the text is nothing of the kind
  public static Cluster workers(String text) {
    if (text.equals("cpu")) {
      return all();
    }
    if (!text.matches("cpu:[0-9]{1,9}")) {
      throw ProblemException.of("cluster.unknown", text, text);
    }
    return workers(Integer.parseInt(text.substring("cpu:".length())));
  }

  /// Whether a text describes workers and cards of this machine, right or wrong.
  public static boolean looksLocal(String text) {
    return text.matches("(cpu|gpu)(:.*)?") || text.matches("(cpu|gpu)(:[^,]*)?,(.*)");
  }

  /// Workers and cards of this machine, such as `cpu:2`, `gpu:1` or `cpu:2,gpu:1`; `gpu` is every
  /// card.
  ///
  /// @throws ProblemException when the text is nothing of the kind, or there are fewer cards
  public static Cluster ofThisMachine(String text) {
    var words = LOCAL.matcher(text);
    if (!words.matches()) {
      throw ProblemException.of("cluster.unknown", text, text);
    }
    if (words.group("gpus") == null) {
      return workers(text);
    }
    if (Objects.equals(words.group("cards"), "0")) {
      throw ProblemException.of("cluster.unknown", text, text);
    }
    var machine = MachineDiscovery.discover();
    var finder = CardFinder.ofThisMachine();
    var cards = finder.cards();
    int wanted =
        words.group("cards") == null
            ? Math.max(1, cards.size())
            : Integer.parseInt(words.group("cards"));
    if (wanted > cards.size()) {
      var reason =
          finder.absences().isEmpty() || !cards.isEmpty()
              ? Phrase.of("words.gpu.fewer")
              : finder.absences().getFirst();
      throw ProblemException.of("gpu.none", text, wanted, cards.size(), reason);
    }
    var workers = words.group("cpus") == null ? null : workers(words.group("cpus"));
    var devices = new ArrayList<>(workers == null ? List.<Device>of() : workers.devices());
    var links = new ArrayList<>(workers == null ? List.<Link>of() : workers.links());
    for (int i = 0; i < wanted; i++) {
      var card = cards.get(i);
      var device =
          new Device(
              new DeviceId("gpu" + i),
              DeviceKind.GPU,
              machine.host().name(),
              i,
              card.memoryBytes(),
              card.isProcessor() ? machine.coreSpeed() : Speed.of(DeviceKind.GPU));
      devices.forEach(earlier -> links.add(Link.assumed(earlier, device)));
      devices.add(device);
    }
    return new Cluster(text, List.of(machine.host()), devices, links);
  }

  /// `ranks` processes of this machine of `each` workers: memory is shared within a rank and
  /// messages go between ranks. Cores are taken in turn, as by [#workers(int)].
  ///
  /// @throws ProblemException when that makes no worker, or more than 256
  public static Cluster ranks(int ranks, int each, String text) {
    var machine = MachineDiscovery.discover();
    if (ranks < 1 || each < 1 || (long) ranks * each > MOST_WORKERS) {
      throw ProblemException.of("cluster.ranks", text, text, MOST_WORKERS);
    }
    var devices = new ArrayList<Device>();
    var links = new ArrayList<Link>();
    int count = ranks * each;
    for (int i = 0; i < count; i++) {
      int rank = i / each;
      var device =
          new Device(
              new DeviceId("rank" + rank + (each == 1 ? "" : ".cpu" + i % each)),
              DeviceKind.CPU,
              machine.host().name(),
              machine.cores().get(i % machine.cores().size()).id(),
              machine.host().memoryBytes() / count,
              machine.coreSpeed(),
              null,
              rank);
      devices.forEach(earlier -> links.add(Link.assumed(earlier, device)));
      devices.add(device);
    }
    return new Cluster(text, List.of(machine.host()), devices, links);
  }

  /// The ranks of a description such as `mpi:4`, four of one worker, or `mpi:2xcpu:2`, two of two.
  ///
  /// @throws ProblemException when the text is nothing of the kind
  public static Cluster ranks(String text) {
    var words = RANKS.matcher(text);
    if (!words.matches()) {
      throw ProblemException.of("cluster.unknown", text, text);
    }
    return ranks(
        Integer.parseInt(words.group(1)),
        words.group(2) == null ? 1 : Integer.parseInt(words.group(2)),
        text);
  }

  /// Sentences a person should know about the cluster, such as that two workers share a core.
  public static List<Phrase> notes(Cluster cluster) {
    return notes(cluster, cluster.devices().stream().map(Device::id).toList());
  }

  /// The same of some workers, such as those of a plan.
  public static List<Phrase> notes(Cluster cluster, Collection<DeviceId> of) {
    var notes = new ArrayList<Phrase>();
    var first = new java.util.HashMap<String, DeviceId>();
    for (var device : cluster.devices()) {
      var earlier =
          device.kind() == DeviceKind.CPU && of.contains(device.id())
              ? first.putIfAbsent(device.host() + "/" + device.core(), device.id())
              : null;
      if (earlier != null) {
        notes.add(Phrase.of("note.workers.core", earlier, device.id(), device.core()));
      }
    }
    return notes;
  }
}
