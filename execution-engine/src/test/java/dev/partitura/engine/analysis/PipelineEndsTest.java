package dev.partitura.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PipelineEndsTest {
  private static final List<DeviceId> DEVICES = List.of(new DeviceId("cpu0"), new DeviceId("cpu1"));

  private static Network network() {
    var b = new NetworkBuilder("two");
    b.output(b.op("Tanh", b.op("Exp", b.input("x", Shape.of(-1, 4).withSymbol(0, "N")))));
    return b.build();
  }

  private static Plan plan(Network network) {
    return Presets.plan(
        PlanPreset.parse("pipeline=2,micro-batches=2"),
        TypeInference.infer(network),
        Clusters.workers(2));
  }

  /// @param spans phase, start and end of each span of the first and of the second device
  private static Analyses run(Object[][] first, Object[][] second) {
    var devices = DEVICES.stream().map(id -> new World.Device(id, id.name(), "h")).toList();
    var builder = new TraceBuilder(Origin.MEASURED, new World(List.of("h"), devices));
    var all = List.of(first, second);
    for (int device = 0; device < 2; device++) {
      var id = DEVICES.get(device);
      int track = builder.track(new Track.OfLane(id.name(), id, Lane.COMPUTE));
      for (var of : all.get(device)) {
        int label = builder.label(new Trace.Label("op", "", List.of()));
        int from = (int) of[1];
        int to = (int) of[2];
        builder.phase(builder.span(track, label, TaskKind.COMPUTE, from, to), (Phase) of[0]);
      }
    }
    var network = network();
    return new Analyses(
        builder.build(),
        new Provenance(network, plan(network), null, null, null, Agreement.UNKNOWN));
  }

  private static Object[] span(Phase phase, int from, int to) {
    return new Object[] {phase, from, to};
  }

  @Test
  void aTrainingStepDrainsUntilTheFirstStageIsBack() {
    var run =
        run(
            new Object[][] {
              span(Phase.F, 0, 10),
              span(Phase.F, 10, 20),
              span(Phase.B, 40, 55),
              span(Phase.B, 60, 75),
              span(Phase.U, 75, 80)
            },
            new Object[][] {
              span(Phase.F, 12, 22),
              span(Phase.B, 22, 38),
              span(Phase.F, 38, 44),
              span(Phase.B, 44, 58),
              span(Phase.U, 58, 60)
            });
    var causes = run.get(IdleCauses.ANALYSIS);
    assertEquals(0, causes.get(0).fillNanos() + causes.get(0).drainNanos());
    assertEquals(12, causes.get(1).fillNanos());
    assertEquals(15, causes.get(1).drainNanos());
    assertEquals(5, causes.get(1).restNanos());
    assertEquals(IdleGap.Cause.DRAIN, cause(run, 1, 74));
    assertEquals(IdleGap.Cause.REST, cause(run, 1, 76));
  }

  @Test
  void anInferenceDrainsAtAllStagesButTheLast() {
    var run =
        run(
            new Object[][] {span(Phase.F, 0, 10), span(Phase.F, 10, 20)},
            new Object[][] {span(Phase.F, 12, 22), span(Phase.F, 22, 38)});
    var causes = run.get(IdleCauses.ANALYSIS);
    assertEquals(18, causes.get(0).drainNanos());
    assertEquals(IdleGap.Cause.DRAIN, cause(run, 0, 37));
    assertEquals(12, causes.get(1).fillNanos());
    assertEquals(0, causes.get(1).drainNanos() + causes.get(1).restNanos());
  }

  private static IdleGap.Cause cause(Analyses run, int track, double nanos) {
    return Objects.requireNonNull(IdleGap.at(run, track, nanos)).cause();
  }
}
