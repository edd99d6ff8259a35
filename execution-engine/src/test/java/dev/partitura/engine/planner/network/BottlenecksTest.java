package dev.partitura.engine.planner.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BottlenecksTest {
  private static final DeviceId DEVICE = new DeviceId("cpu0");

  @Test
  void whatADeviceDoesAtTheSameTimeCountsOnce() {
    var b = new NetworkBuilder("one");
    b.output(b.op("Relu", b.input("x", Shape.of(4))));
    var lowered =
        Lowering.toPredict()
            .lower(b.build(), Clusters.workers(1), Plan.single(DEVICE), 0, Map.of(), null);
    var world = new World(List.of("here"), List.of(new World.Device(DEVICE, "CPU 0", "here")));
    var builder = new TraceBuilder(Origin.PREDICTED, world);
    int label = builder.label(new Trace.Label("a", "Relu", List.of()));
    for (var lane : Lane.values()) {
      builder.track(new Track.OfLane("CPU 0 " + lane, DEVICE, lane));
    }
    builder.span(0, label, TaskKind.COMPUTE, 200, 600);
    builder.span(1, label, TaskKind.TRANSFER, 0, 250);
    builder.span(2, label, TaskKind.TRANSFER, 100, 300);
    builder.span(2, label, TaskKind.TRANSFER, 900, 1000);
    var found = Bottlenecks.of(lowered, builder.build());
    assertEquals("cpu0", found.device());
    assertEquals(List.of(0), found.stages());
    assertEquals(0.4, found.computeShare(), 1e-12);
    assertEquals(0.3, found.exchangeShare(), 1e-12);
    assertEquals(0.3, found.idleShare(), 1e-12);
  }
}
