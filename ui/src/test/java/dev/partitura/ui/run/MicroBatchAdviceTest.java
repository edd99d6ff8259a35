package dev.partitura.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Measured;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.MachineLoad;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.session.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MicroBatchAdviceTest {
  private static final Network NETWORK = Network.empty("n");

  static Run run(int number, int microBatches, int batch, long... nanos) {
    var meshes = List.of(Mesh.of(new DeviceId("cpu0")), Mesh.of(new DeviceId("cpu1")));
    var plan = Plan.of(meshes, Map.of(new OpId("b"), 1), microBatches);
    var conditions =
        new Conditions(plan, batch, 1, 0, Conditions.WarmUp.SETTLED, 1, MachineLoad.UNKNOWN);
    var measured = new Measured(nanos, new long[0], batch, false, conditions);
    var made = new Provenance(NETWORK, plan, null, measured, null, Agreement.IDENTICAL);
    var trace = new TraceBuilder(Origin.MEASURED, World.EMPTY).build();
    return new Run(number, "pipeline", null, new Analyses(trace, made));
  }

  @Test
  void moreMicroBatchesKeepTheBatchWhereItCanBeSplit() {
    var run = run(1, 4, 16, 1000);
    assertEquals(
        Optional.of(new MicroBatchAdvice.Try(8, 16, true)),
        MicroBatchAdvice.after(run, List.of(run)));
  }

  @Test
  void aBatchThatCannotBeSplitIsDoubledAndThatIsSaid() {
    var run = run(1, 8, 8, 1000);
    assertEquals(
        Optional.of(new MicroBatchAdvice.Try(16, 16, false)),
        MicroBatchAdvice.after(run, List.of(run)));
  }

  @Test
  void afterAWorseResultFewerAreAdvised() {
    var four = run(1, 4, 16, 1000);
    var eight = run(2, 8, 16, 1500);
    var advice = MicroBatchAdvice.after(eight, List.of(four, eight)).orElseThrow();
    assertEquals(new MicroBatchAdvice.Back(4, four), advice);
  }

  @Test
  void whatBroughtNothingIsNotAskedForAgain() {
    var four = run(1, 4, 16, 1000);
    var eight = run(2, 8, 16, 1500);
    var advice = MicroBatchAdvice.after(four, List.of(four, eight)).orElseThrow();
    assertEquals(new MicroBatchAdvice.NoUse(8, eight), advice);
  }

  @Test
  void aRunOfAnotherBatchIsNoMeasure() {
    var small = run(2, 1, 1, 10);
    var large = run(6, 4, 16, 1000);
    assertEquals(
        Optional.of(new MicroBatchAdvice.Try(8, 16, true)),
        MicroBatchAdvice.after(large, List.of(small, large)));
    var slow = run(3, 8, 64, 100_000);
    assertInstanceOf(
        MicroBatchAdvice.Try.class,
        MicroBatchAdvice.after(large, List.of(slow, large)).orElseThrow());
  }

  @Test
  void whatLiesWithinTheSpreadIsNotFaster() {
    var four = run(1, 4, 16, 900, 1000, 1100, 1200);
    var eight = run(2, 8, 16, 950, 1020, 1180, 1250);
    assertInstanceOf(
        MicroBatchAdvice.Try.class,
        MicroBatchAdvice.after(eight, List.of(four, eight)).orElseThrow());
  }
}
