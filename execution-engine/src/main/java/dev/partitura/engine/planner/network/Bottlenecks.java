package dev.partitura.engine.planner.network;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.planner.network.NetworkPlan.Bottleneck;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Which device of a run sets the pace. Pure; cost O(spans).
final class Bottlenecks {
  private Bottlenecks() {}

  /// Nanoseconds of one device.
  private static final class Busy {
    long computing;
    long communicating;
  }

  static Bottleneck of(Lowered lowered, Trace trace) {
    Map<DeviceId, Busy> devices = new LinkedHashMap<>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (trace.tracks().get(track) instanceof Track.OfLane(_, var device, _)) {
        var busy = devices.computeIfAbsent(device, _ -> new Busy());
        for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
          long nanos = trace.endNanos(span) - trace.startNanos(span);
          if (trace.kind(span).isCommunication()) {
            busy.communicating += nanos;
          } else {
            busy.computing += nanos;
          }
        }
      }
    }
    var slowest = devices.entrySet().iterator().next();
    for (var entry : devices.entrySet()) {
      if (entry.getValue().computing > slowest.getValue().computing) {
        slowest = entry;
      }
    }
    double all = Math.max(1, trace.durationNanos());
    double computing = slowest.getValue().computing / all;
    double exchanging = Math.min(1 - computing, slowest.getValue().communicating / all);
    return new Bottleneck(
        slowest.getKey().name(),
        stages(lowered, slowest.getKey()),
        computing,
        exchanging,
        Math.max(0, 1 - computing - exchanging));
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
