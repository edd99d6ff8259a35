package dev.partitura.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WhyTest {
  private static final DeviceId A = new DeviceId("cpu0");
  private static final DeviceId B = new DeviceId("cpu1");

  /// One device computes `first` in 100, the other `second` in 300.
  private static Finding weightiest(String first, String second) {
    var builder =
        new TraceBuilder(
            Origin.MEASURED,
            new World(
                List.of("here"),
                List.of(
                    new World.Device(A, "CPU 0", "here"), new World.Device(B, "CPU 1", "here"))));
    builder.track(new Track.OfLane("CPU 0", A, Lane.COMPUTE));
    builder.track(new Track.OfLane("CPU 1", B, Lane.COMPUTE));
    int one = builder.label(new Trace.Label(first, "Conv", List.of()));
    int other = builder.label(new Trace.Label(second, "Conv", List.of()));
    builder.span(0, one, TaskKind.COMPUTE, 0, 100);
    builder.span(1, other, TaskKind.COMPUTE, 0, 300);
    return new Analyses(builder.build(), Provenance.UNKNOWN)
        .get(Why.ANALYSIS).stream()
            .filter(finding -> finding.kind() != Finding.Kind.BOTTLENECK)
            .findFirst()
            .orElseThrow();
  }

  @Test
  void onlyOpsThatCanMoveAreToldToMove() {
    var uneven = weightiest("a", "b");
    assertEquals(Finding.Kind.IMBALANCE, uneven.kind());
    var slow = weightiest("a", "a");
    assertEquals(Finding.Kind.SLOW_REPLICA, slow.kind());
    assertEquals(
        "cpu1 computes 300 ns, 50 % more than the devices do on average, for the same work. Its core"
            + " is slower, or shared with other programs.",
        slow.sentence());
    assertEquals(
        "CPU 1 计算 300 ns，比设备的平均值多 50 %，而工作量相同。",
        slow.named(id -> id.equals("cpu1") ? "CPU 1" : id).message(Locale.SIMPLIFIED_CHINESE));
  }
}
