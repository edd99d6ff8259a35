package dev.partitura.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTimesTest {
  @Test
  void whatIsSentBetweenDevicesIsNotComputed() {
    var device = new DeviceId("cpu0");
    var world = new World(List.of("here"), List.of(new World.Device(device, "CPU 0", "here")));
    var builder = new TraceBuilder(Origin.MEASURED, world);
    builder.track(new Track.OfLane("CPU 0", device, Lane.COMPUTE));
    span(builder, TaskKind.COMPUTE, Phase.F, 0, 100);
    span(builder, TaskKind.TRANSFER, Phase.F, 100, 140);
    span(builder, TaskKind.TRANSFER, Phase.B, 140, 150);
    span(builder, TaskKind.COMPUTE, Phase.B, 150, 350);
    span(builder, TaskKind.COLLECTIVE, Phase.U, 350, 400);
    span(builder, TaskKind.COMPUTE, Phase.U, 400, 405);
    var times = PhaseTimes.of(builder.build()).nanos();
    assertEquals(100, times.get(Phase.F));
    assertEquals(200, times.get(Phase.B));
    assertEquals(0, times.get(Phase.W));
    assertEquals(5, times.get(Phase.U));
  }

  private static void span(TraceBuilder builder, TaskKind kind, Phase phase, long start, long end) {
    int label = builder.label(new Trace.Label("a", "Relu", List.of()));
    builder.phase(builder.span(0, label, kind, start, end), phase);
  }
}
