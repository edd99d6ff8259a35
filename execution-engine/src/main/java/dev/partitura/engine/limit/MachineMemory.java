package dev.partitura.engine.limit;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory this process can still get: what Linux says is available, or what the control
/// groups around the process leave of it, whichever is less. Cost: a few small files; ask before
/// large allocations only.
public final class MachineMemory {
  private static final MachineMemory HERE = new MachineMemory(Path.of("/"));

  private final Path root;

  MachineMemory(Path root) {
    this.root = root;
  }

  /// Bytes at hand now.
  public static long availableBytes() {
    return HERE.available();
  }

  /// Refuses what the machine cannot hold, before anything is allocated.
  ///
  /// @param what is to be held
  /// @throws ProblemException `memory.short`, with both sizes
  public static void require(long bytes, Phrase what) {
    require(bytes, what, availableBytes());
  }

  static void require(long bytes, Phrase what, long available) {
    if (bytes > available) {
      throw ProblemException.of("memory.short", "", what, bytes, available);
    }
  }

  long available() {
    long available = kibibytes("proc/meminfo", "MemAvailable:");
    if (available < 0) {
      available =
          ManagementFactory.getOperatingSystemMXBean()
                  instanceof com.sun.management.OperatingSystemMXBean system
              ? system.getFreeMemorySize()
              : Long.MAX_VALUE;
    }
    for (var line : text("proc/self/cgroup").lines().toList()) {
      var parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        available = Math.min(available, leftByGroups("sys/fs/cgroup", parts[2], UNIFIED));
      } else if (parts.length == 3 && parts[1].equals("memory")) {
        available = Math.min(available, leftByGroups("sys/fs/cgroup/memory", parts[2], FIRST));
      }
    }
    return available;
  }

  /// Names of a control group's files.
  private record GroupFiles(String limit, String used, String reclaimable) {}

  private static final GroupFiles UNIFIED =
      new GroupFiles("memory.max", "memory.current", "inactive_file ");
  private static final GroupFiles FIRST =
      new GroupFiles("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file ");

  /// The least that the group or one around it leaves. Inside a container the group's own path may
  /// not be visible; its root then is.
  private long leftByGroups(String base, String group, GroupFiles files) {
    long least = Long.MAX_VALUE;
    for (var path = Path.of("/" + group).normalize(); path != null; path = path.getParent()) {
      var folder = base + path + "/";
      long limit = number(text(folder + files.limit()));
      if (limit >= 0) {
        long used = Math.max(0, number(text(folder + files.used())));
        long reclaimable = Math.max(0, field(folder + "memory.stat", files.reclaimable()));
        least = Math.min(least, Math.max(0, limit - used + Math.min(used, reclaimable)));
      }
    }
    return least;
  }

  private long kibibytes(String file, String name) {
    long value = field(file, name);
    return value < 0 ? -1 : value << 10;
  }

  private long field(String file, String name) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> number(line.substring(name.length()).replace("kB", "")))
        .findFirst()
        .orElse(-1);
  }

  /// -1 for anything but a number, such as `max`.
  private static long number(String text) {
    var digits = text.strip();
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
  }

  private String text(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException | SecurityException absent) {
      return "";
    }
  }
}
