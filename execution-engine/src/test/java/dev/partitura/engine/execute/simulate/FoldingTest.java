package dev.partitura.engine.execute.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.backend.priced.PricedBackend;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.local.ShardableNetworks;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The folded answer is the full one.
class FoldingTest {
  private static final Cluster CLUSTER = GpuClusters.of(2, 4);
  private static final int BATCH = 32;

  private static Plan plan(Network network, String words) {
    return Presets.plan(PlanPreset.parse(words), TypeInference.infer(network), CLUSTER);
  }

  private static Lowered run(Lowering lowering, Network network, Plan plan) {
    return lowering.lower(
        network, CLUSTER, plan, BATCH, Map.of(), new PricedBackend(DeviceKind.GPU));
  }

  private static Lowered step(Lowering lowering, Network network, Plan plan) {
    return lowering
        .lowerStep(
            network,
            CLUSTER,
            plan,
            Optimizers.of("adam", null),
            BATCH,
            Map.of(),
            new PricedBackend(DeviceKind.GPU))
        .lowered();
  }

  private static void assertSame(Lowered full, Lowered folded, String what) {
    assertNull(full.folding(), what);
    assertNotNull(folded.folding(), what);
    var all = new SimulatedExecutor().run(full);
    var few = new SimulatedExecutor().run(folded);
    assertEquals(all.trace().durationNanos(), few.trace().durationNanos(), what);
    assertEquals(all.samples(), few.samples(), what);
    for (var use : uses(few)) {
      var same = uses(all).stream().filter(other -> other.name().equals(use.name())).findFirst();
      assertEquals(same.orElseThrow(), use, what);
    }
  }

  private static List<DeviceUse> uses(RunResult result) {
    return new Analyses(result.trace(), Provenance.UNKNOWN).get(DeviceUse.ANALYSIS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tensor=2",
        "tensor=4",
        "data=2",
        "data=4,tensor=2",
        "pipeline=2,tensor=4,micro-batches=4",
        "pipeline=2,data=4,micro-batches=2",
        "pipeline=2,data=2,tensor=2,micro-batches=4"
      })
  void aRunTakesTheSameTimeAndMemory(String words) {
    for (var network : ShardableNetworks.all()) {
      var plan = plan(network, words);
      assertSame(
          run(new Lowering(), network, plan),
          run(Lowering.toPredict(), network, plan),
          network.name() + " " + words);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tensor=2",
        "data=2",
        "data=4,tensor=2",
        "data=4,tensor=2,zero=1",
        "data=4,zero=2,micro-batches=2",
        "data=4,tensor=2,zero=3,micro-batches=2",
        "pipeline=2,tensor=4,micro-batches=4,schedule=1f1b",
        "pipeline=2,data=2,tensor=2,micro-batches=4,schedule=1f1b,zero=1",
        "pipeline=2,chunks=2,data=4,micro-batches=4,schedule=interleaved-1f1b,recompute=full"
      })
  void aStepTakesTheSameTimeAndMemory(String words) {
    for (var network : ShardableNetworks.all()) {
      var plan = plan(network, words);
      assertSame(
          step(new Lowering(), network, plan),
          step(Lowering.toPredict(), network, plan),
          network.name() + " " + words);
    }
  }
}
