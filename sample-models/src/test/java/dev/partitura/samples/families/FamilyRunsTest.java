package dev.partitura.samples.families;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.OutputComparison;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Small networks of every family compute the same under every kind of plan, and can be trained.
class FamilyRunsTest {
  static List<String> small() {
    return List.of(
        "gpt:hidden=64,layers=2,heads=4,seq=16,vocab=100",
        "gpt:hidden=64,layers=2,heads=4,seq=16,vocab=100,tied=0",
        "gpt:hidden=64,layers=2,heads=4,seq=16,vocab=100,fused=1",
        "bert:hidden=64,layers=2,heads=4,seq=16,vocab=100",
        "llama:hidden=64,layers=2,heads=4,kv-heads=2,seq=16,vocab=100",
        "llama:hidden=64,layers=2,heads=4,seq=16,vocab=100",
        "moe:hidden=32,layers=2,heads=4,kv-heads=2,ffn=64,seq=16,vocab=100,experts=4,top-k=2",
        "vit:image=32,patch=8,hidden=64,layers=2,heads=4,classes=10",
        "mlp:64-128-10");
  }

  private static RunResult run(Network network, String preset) {
    var cluster = Clusters.workers(4);
    var plan = Presets.plan(PlanPreset.parse(preset), OpenAxes.types(network, 1), cluster);
    return new LoweringRunner(new LocalExecutor())
        .run(
            new RunRequest(network, cluster, plan, 4, Map.of(), 11, 1, 0),
            new Cancellation(),
            Progress.NONE);
  }

  @ParameterizedTest
  @MethodSource("small")
  void everyPlanEqualsTheSingleRun(String words) {
    var network = Families.network(words).orElseThrow();
    var single = run(network, "single");
    for (var preset :
        List.of(
            "tensor=2",
            "pipeline=2,micro-batches=2",
            "data=2",
            "data=2,tensor=2,micro-batches=2")) {
      var agreement = OutputComparison.of(run(network, preset), single, network);
      assertTrue(!(agreement instanceof Agreement.Different), words + " " + preset + agreement);
      assertTrue(!agreement.equals(Agreement.UNKNOWN), words + " " + preset);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt:hidden=64,layers=2,heads=4,seq=16,vocab=100",
        "bert:hidden=64,layers=2,heads=4,seq=16,vocab=100",
        "llama:hidden=64,layers=2,heads=4,kv-heads=2,seq=16,vocab=100",
        "vit:image=32,patch=8,hidden=64,layers=2,heads=4,classes=10"
      })
  void fusedAttentionGivesWhatTheChainOfOpsDoes(String words) {
    var network = Families.network(words).orElseThrow();
    var fused = Families.network(words + ",fused=1").orElseThrow();
    assertTrue(fused.ops().size() < network.ops().size());
    var agreement = OutputComparison.of(run(fused, "single"), run(network, "single"), network);
    assertTrue(
        agreement instanceof Agreement.Identical || agreement instanceof Agreement.WithinRounding,
        words + agreement);
  }

  /// But for the picture, whose length is odd, and the layers that have none.
  static List<String> sequences() {
    return small().stream().filter(words -> words.contains("seq=")).toList();
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void sequencesAreSplitWhereTheirLengthDivides(String words) {
    var network = Families.network(words).orElseThrow();
    var split = run(network, "tensor=2,sequence-parallel");
    var agreement = OutputComparison.of(split, run(network, "single"), network);
    assertTrue(!(agreement instanceof Agreement.Different), words + agreement);
  }

  @ParameterizedTest
  @MethodSource("small")
  void aTrainingStepIsFound(String words) {
    var network = Families.network(words).orElseThrow();
    var cluster = Clusters.workers(2);
    for (var preset : List.of("pipeline=2,micro-batches=2,schedule=1f1b", "tensor=2")) {
      var plan = Presets.plan(PlanPreset.parse(preset), OpenAxes.types(network, 1), cluster);
      var step =
          new Lowering()
              .lowerStep(network, cluster, plan, Optimizers.of("adam", null), 4, Map.of(), null);
      assertTrue(step.lowered().program().steps().size() > network.ops().size(), words);
    }
  }
}
