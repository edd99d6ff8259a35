package dev.partitura.engine.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Looks at the machine this process runs on: Linux tells through `/proc` and `/sys`; elsewhere the
/// Java runtime tells what it can.
public final class MachineDiscovery {
  private static final long FALLBACK_MEMORY_BYTES = 4L << 30;

  private final Path root;

  MachineDiscovery(Path root) {
    this.root = root;
  }

  /// The machine at hand. Cost: some dozens of small files; ask once.
  public static Machine discover() {
    return new MachineDiscovery(Path.of("/")).machine();
  }

  Machine machine() {
    var cores = cores();
    return new Machine(
        new Host(hostName(), cores.size(), memoryBytes(), processor()),
        cores,
        caches(cores.getFirst().id()),
        coreSpeed(field("proc/cpuinfo", "flags")));
  }

  /// By the widest instructions; a usual core where nothing is known of them.
  private static Speed coreSpeed(String flags) {
    var known = List.of(flags.split(" "));
    return flags.isEmpty()
        ? Speed.of(DeviceKind.CPU)
        : known.contains("avx512f")
            ? Speed.CORE_512
            : known.contains("avx2") ? Speed.CORE_256 : Speed.CORE_128;
  }

  private List<Machine.Core> cores() {
    var allowed = cpuList(field("proc/self/status", "Cpus_allowed_list"));
    if (allowed.isEmpty()) {
      for (int id = 0; id < Runtime.getRuntime().availableProcessors(); id++) {
        allowed.add(id);
      }
    }
    var cores = new ArrayList<Machine.Core>();
    for (int id : allowed) {
      var topology = "sys/devices/system/cpu/cpu" + id + "/topology/";
      cores.add(
          new Machine.Core(
              id, number(topology + "core_id", id), number(topology + "physical_package_id", 0)));
    }
    var place = new HashMap<String, Integer>();
    var turn = new HashMap<Integer, Integer>();
    for (var core : cores) {
      turn.put(core.id(), place.merge(core.socket() + "/" + core.physical(), 1, Integer::sum));
    }
    cores.sort(
        Comparator.comparingInt((Machine.Core core) -> turn.getOrDefault(core.id(), 1))
            .thenComparingInt(Machine.Core::id));
    return cores;
  }

  private List<Machine.Cache> caches(int core) {
    var caches = new ArrayList<Machine.Cache>();
    for (int index = 0; index < 8; index++) {
      var folder = "sys/devices/system/cpu/cpu" + core + "/cache/index" + index + "/";
      int level = number(folder + "level", 0);
      if (level == 0) {
        break;
      }
      caches.add(
          new Machine.Cache(
              level,
              text(folder + "type").strip(),
              bytes(text(folder + "size")),
              Math.max(1, cpuList(text(folder + "shared_cpu_list")).size())));
    }
    caches.sort(Comparator.comparingInt(Machine.Cache::level));
    return caches;
  }

  private long memoryBytes() {
    long bytes = bytes(field("proc/meminfo", "MemTotal"));
    if (bytes <= 0
        && ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system) {
      bytes = system.getTotalMemorySize();
    }
    long limit = bytes(text("sys/fs/cgroup/memory.max"));
    if (bytes <= 0) {
      bytes = FALLBACK_MEMORY_BYTES;
    }
    return limit > 0 ? Math.min(limit, bytes) : bytes;
  }

  private String processor() {
    return field("proc/cpuinfo", "model name");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  private String text(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException | SecurityException absent) {
      return "";
    }
  }

  private String field(String path, String name) {
    return text(path)
        .lines()
        .filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  private int number(String path, int fallback) {
    var text = text(path).strip();
    return text.matches("-?[0-9]{1,9}") ? Integer.parseInt(text) : fallback;
  }

  /// Such as `32K`, `16384 kB`, `1073741824`; 0 for anything else.
  static long bytes(String text) {
    var matcher =
        java.util.regex.Pattern.compile("([0-9]{1,15})\\s*([kKmMgG]?)[bB]?").matcher(text.strip());
    if (!matcher.matches()) {
      return 0;
    }
    long unit =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 1L << 10;
          case "m" -> 1L << 20;
          case "g" -> 1L << 30;
          default -> 1;
        };
    return Long.parseLong(matcher.group(1)) * unit;
  }

  /// Such as `0-3,8`.
  static Set<Integer> cpuList(String text) {
    var cpus = new LinkedHashSet<Integer>();
    for (var part : text.strip().split(",")) {
      var ends = part.strip().split("-");
      if (part.strip().matches("[0-9]{1,6}(-[0-9]{1,6})?")) {
        for (int id = Integer.parseInt(ends[0]);
            id <= Integer.parseInt(ends[ends.length - 1]);
            id++) {
          cpus.add(id);
        }
      }
    }
    return cpus;
  }
}
