package dev.partitura.engine.analysis;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one track of a trace did with its time. Spans that overlap count once as busy.
///
/// @param name of the device, or of the track where the trace knows no device
/// @param busyNanos computing or copying
/// @param transferNanos copying
/// @param idleNanos neither, until the end of the trace
/// @param utilization busy share of the whole trace, 0 to 1
/// @param peakBytes largest value of the device's memory counter; 0 without one
public record DeviceUse(
    String name,
    @Nullable DeviceId device,
    long busyNanos,
    long transferNanos,
    long idleNanos,
    double utilization,
    double peakBytes) {
  /// One for each device track, in the order of the tracks; for each track where a trace knows no
  /// devices.
  public static List<DeviceUse> of(Trace trace) {
    boolean devices = trace.tracks().stream().anyMatch(track -> track.kind() == Track.Kind.DEVICE);
    var uses = new ArrayList<DeviceUse>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (!devices || trace.tracks().get(track).kind() == Track.Kind.DEVICE) {
        uses.add(of(trace, track));
      }
    }
    return uses;
  }

  private static DeviceUse of(Trace trace, int track) {
    long busy = 0;
    long transfer = 0;
    long until = 0;
    for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
      long end = trace.endNanos(span);
      long added = Math.max(0, end - Math.max(until, trace.startNanos(span)));
      busy += added;
      transfer += trace.kind(span).isCommunication() ? added : 0;
      until = Math.max(until, end);
    }
    long whole = trace.durationNanos();
    var device = trace.tracks().get(track).device();
    double peak = 0;
    for (var counter : trace.counters()) {
      if (device != null && device.equals(counter.device()) && counter.name().equals("memory")) {
        peak = Math.max(peak, counter.peak());
      }
    }
    var name = device != null ? device.name() : trace.tracks().get(track).name();
    return new DeviceUse(
        name,
        device,
        busy,
        transfer,
        Math.max(0, whole - busy),
        whole == 0 ? 0 : (double) busy / whole,
        peak);
  }

  public long computeNanos() {
    return busyNanos - transferNanos;
  }
}
