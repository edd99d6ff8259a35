package dev.partitura.engine.planner.network;

import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.planner.network.NetworkPlan.Bottleneck;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// Which device of a run sets the pace. Pure; cost O(spans).
final class Bottlenecks {
  private Bottlenecks() {}

  /// @param trace with a track for each device
  static Bottleneck of(Lowered lowered, Trace trace) {
    var devices = DeviceUse.of(trace);
    var slowest = devices.getFirst();
    for (var device : devices) {
      if (device.computeNanos() > slowest.computeNanos()) {
        slowest = device;
      }
    }
    double all = Math.max(1, trace.durationNanos());
    return new Bottleneck(
        slowest.name(),
        stages(lowered, Objects.requireNonNull(slowest.device())),
        slowest.computeNanos() / all,
        slowest.transferNanos() / all,
        slowest.idleNanos() / all);
  }

  private static List<Integer> stages(Lowered lowered, DeviceId device) {
    var parts = lowered.whole().parts();
    return new ArrayList<>(
        IntStream.range(0, parts.size())
            .filter(part -> parts.get(part).mesh().devices().contains(device))
            .boxed()
            .toList());
  }
}
