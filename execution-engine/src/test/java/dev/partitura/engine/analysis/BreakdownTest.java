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

class BreakdownTest {
  private static final DeviceId ONE = new DeviceId("gpu0");
  private static final DeviceId TWO = new DeviceId("gpu1");

  private static final World WORLD =
      new World(
          List.of("h"),
          List.of(new World.Device(ONE, "GPU 0", "h"), new World.Device(TWO, "GPU 1", "h")));

  private static void span(
      TraceBuilder builder,
      int track,
      String name,
      TaskKind kind,
      Phase phase,
      long from,
      long to) {
    int span =
        builder.span(track, builder.label(new Trace.Label(name, "", List.of())), kind, from, to);
    builder.phase(span, phase);
  }

  @Test
  void everyNanosecondHasOneCause() {
    var builder = new TraceBuilder(Origin.PREDICTED, WORLD);
    int one = builder.track(new Track.OfLane("GPU 0", ONE, Lane.COMPUTE));
    int in = builder.track(new Track.OfLane("GPU 0 in", ONE, Lane.COPY_IN));
    int two = builder.track(new Track.OfLane("GPU 1", TWO, Lane.COMPUTE));
    span(builder, one, "a", TaskKind.COMPUTE, Phase.F, 0, 100);
    span(builder, one, "a/again", TaskKind.COMPUTE, Phase.B, 150, 170);
    span(builder, one, "a/update", TaskKind.COMPUTE, Phase.U, 190, 200);
    // Half of it while the device computes.
    span(builder, in, "all-reduce", TaskKind.COLLECTIVE, Phase.B, 60, 140);
    span(builder, two, "b", TaskKind.COMPUTE, Phase.B, 0, 200);
    var breakdown = Breakdown.of(builder.build());
    assertEquals(new Breakdown((100 + 200) / 2, 30 / 2, 40 / 2, 40 / 2, 20 / 2, 10 / 2), breakdown);
    assertEquals(
        200,
        breakdown.computeNanos()
            + breakdown.bubbleNanos()
            + breakdown.exposedCommunicationNanos()
            + breakdown.recomputeNanos()
            + breakdown.optimizerNanos());
  }

  @Test
  void anOpOfTheNetworkMayBeCalledAgain() {
    var builder = new TraceBuilder(Origin.PREDICTED, WORLD);
    int one = builder.track(new Track.OfLane("GPU 0", ONE, Lane.COMPUTE));
    span(builder, one, "x/again", TaskKind.COMPUTE, Phase.F, 0, 10);
    assertEquals(10, Breakdown.of(builder.build()).computeNanos());
  }
}
