package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What one device of a trace did with its time, on all its lanes together. Spans that overlap
/// count once as busy.
///
/// @param name of the device, or of the track where the trace knows no device
/// @param busyNanos computing or copying
/// @param transferNanos copying, and computing nothing meanwhile
/// @param idleNanos neither, until the end of the trace
/// @param utilization busy share of the whole trace, 0 to 1
/// @param preemptedNanos of the time that is busy, while something else ran on its core
/// @param peakBytes largest value of the device's memory counter; 0 without one
public record DeviceUse(
    String name,
    @Nullable DeviceId device,
    long busyNanos,
    long transferNanos,
    long idleNanos,
    double utilization,
    long preemptedNanos,
    double peakBytes) {
  /// One for each device that has a track, in the order of the tracks; for each track where a trace
  /// knows no devices.
  public static final Analysis<List<DeviceUse>> ANALYSIS =
      Analysis.of("devices", Set.of(), run -> of(run.trace()), DeviceUse::report);

  public static List<DeviceUse> of(Trace trace) {
    var lanes = new LinkedHashMap<DeviceId, int[]>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (trace.tracks().get(track) instanceof Track.OfLane(_, var device, _)) {
        lanes.merge(device, new int[] {track}, DeviceUse::joined);
      }
    }
    var uses = new ArrayList<DeviceUse>();
    lanes.forEach((device, tracks) -> uses.add(of(trace, device.name(), device, tracks)));
    for (int track = 0; lanes.isEmpty() && track < trace.tracks().size(); track++) {
      uses.add(of(trace, trace.tracks().get(track).name(), null, new int[] {track}));
    }
    return List.copyOf(uses);
  }

  private static int[] joined(int[] some, int[] others) {
    return IntStream.concat(Arrays.stream(some), Arrays.stream(others)).toArray();
  }

  private static DeviceUse of(Trace trace, String name, @Nullable DeviceId device, int[] tracks) {
    long busy = 0;
    long computing = 0;
    long busyUntil = 0;
    long computingUntil = 0;
    long preempted = 0;
    var next = Arrays.stream(tracks).map(trace::firstSpan).toArray();
    for (int lane = first(trace, tracks, next); lane >= 0; lane = first(trace, tracks, next)) {
      int span = next[lane]++;
      long end = trace.endNanos(span);
      busy += Math.max(0, end - Math.max(busyUntil, trace.startNanos(span)));
      busyUntil = Math.max(busyUntil, end);
      preempted += trace.preemptedNanos(span);
      if (!trace.kind(span).isCommunication()) {
        computing += Math.max(0, end - Math.max(computingUntil, trace.startNanos(span)));
        computingUntil = Math.max(computingUntil, end);
      }
    }
    long whole = trace.durationNanos();
    return new DeviceUse(
        name,
        device,
        busy,
        busy - computing,
        Math.max(0, whole - busy),
        whole == 0 ? 0 : (double) busy / whole,
        Math.min(preempted, computing),
        device == null ? 0 : trace.peakBytes(device));
  }

  /// The lane whose next span begins first, or -1 when all are through.
  private static int first(Trace trace, int[] tracks, int[] next) {
    int first = -1;
    for (int lane = 0; lane < tracks.length; lane++) {
      if (next[lane] < trace.endSpan(tracks[lane])
          && (first < 0 || trace.startNanos(next[lane]) < trace.startNanos(next[first]))) {
        first = lane;
      }
    }
    return first;
  }

  public long computeNanos() {
    return busyNanos - transferNanos;
  }

  /// Time of computing itself, without what its core did for others meanwhile.
  public long workNanos() {
    return computeNanos() - preemptedNanos;
  }

  private static void report(List<DeviceUse> devices, ObjectNode report) {
    var list = report.putArray("devices");
    for (var device : devices) {
      list.addObject()
          .put("name", device.name())
          .put("busyNanos", device.busyNanos())
          .put("idleNanos", device.idleNanos())
          .put("transferNanos", device.transferNanos())
          .put("preemptedNanos", device.preemptedNanos())
          .put("utilization", device.utilization())
          .put("peakBytes", Math.round(device.peakBytes()));
    }
  }
}
