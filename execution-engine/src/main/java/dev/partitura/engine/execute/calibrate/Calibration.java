package dev.partitura.engine.execute.calibrate;

import dev.partitura.engine.cluster.Machine;
import dev.partitura.engine.execute.times.KernelTimes;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a machine was measured to take. Kernels are added as plans need them. Any thread.
///
/// @param machine what it was measured on, see [#identity]
/// @param taskNanos between the end of a task and the begin of the next on its worker
/// @param copyNanos by bytes, of what another worker wrote
/// @param kernels measured so far
/// @param meanError of predictions of many plans that were then run here, as a share of what was
///   measured; empty while nobody has compared
public record Calibration(
    String machine,
    double taskNanos,
    SortedMap<Long, Double> copyNanos,
    KernelTimes kernels,
    OptionalDouble meanError) {
  public Calibration {
    if (copyNanos.isEmpty()) {
      throw new IllegalArgumentException("No copy was measured");
    }
    copyNanos = new TreeMap<>(copyNanos);
  }

  /// The same, compared with what was run.
  Calibration compared(double error) {
    return new Calibration(machine, taskNanos, copyNanos, kernels, OptionalDouble.of(error));
  }

  /// What must be the same for times to hold: processor, cores and caches.
  public static String identity(Machine machine) {
    return machine.host().processor()
        + ", "
        + machine.cores().size()
        + " cores of "
        + machine.physicalCores()
        + ", "
        + machine.caches().stream()
            .map(cache -> "L" + cache.level() + " " + cache.sizeBytes() + "/" + cache.sharedBy())
            .collect(Collectors.joining(" "));
  }

  /// Nanoseconds to copy so many bytes: between two sizes that were measured on the line between
  /// them, beyond the largest in proportion.
  public double copyNanos(long bytes) {
    Map.Entry<Long, Double> below = null;
    for (var entry : copyNanos.entrySet()) {
      if (entry.getKey() >= bytes) {
        if (below == null) {
          return entry.getValue();
        }
        double share = (bytes - below.getKey()) / (double) (entry.getKey() - below.getKey());
        return below.getValue() + share * (entry.getValue() - below.getValue());
      }
      below = entry;
    }
    var last = largest();
    return last.getValue() * bytes / last.getKey();
  }

  private Map.Entry<Long, Double> largest() {
    return copyNanos.sequencedEntrySet().getLast();
  }

  /// Bytes that a worker moves in a second where they are many.
  public double bytesPerSecond() {
    return 1e9 * largest().getKey() / largest().getValue();
  }
}
