package dev.partitura.app.ranks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.app.cli.Sources;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.execute.Trainer;
import dev.partitura.engine.execute.TrainingRequest;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.data.Datasets;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Training on ranks gives, bit for bit, what the same plan gives on threads.
@Tag("mpi")
class RankTrainingTest {
  private static final int STEPS = 4;
  private static final String[] PLANS = {
    "data=2",
    "data=2,zero=1",
    "data=2,zero=3",
    "data=2,average-every=3",
    "pipeline=2,micro-batches=4,schedule=1f1b",
    "tensor=2",
    "pipeline=2,data=2,micro-batches=2"
  };

  static Stream<String> kinds() {
    return RankTesting.kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyPlanTrainsAsOnThreads(String kind) {
    try (var ranks = RankTesting.executor(kind)) {
      for (var plan : PLANS) {
        int devices = plan.contains("pipeline=2,data=2") ? 4 : 2;
        var there = train(plan, Clusters.ranks("mpi:" + devices), ranks);
        var here = train(plan, Clusters.workers(devices), new LocalExecutor());
        assertArrayEquals(here.losses(), there.losses(), plan);
        assertEquals(here.kept().keySet(), there.kept().keySet(), plan);
        for (var name : here.kept().keySet()) {
          var one = Objects.requireNonNull(here.kept().get(name));
          var other = Objects.requireNonNull(there.kept().get(name));
          assertEquals(-1, one.data().mismatch(other.data()), plan + ": " + name);
        }
      }
    }
  }

  private static TrainingState train(String words, Cluster cluster, TaskGraphExecutor executor) {
    var network = Sources.network("lenet");
    var trainer =
        new Trainer(
            new TrainingRequest(
                network,
                cluster,
                Sources.plan(words, network, cluster, 16, Map.of()),
                Datasets.of("digits", 1),
                Optimizers.of("adam", null),
                16),
            executor);
    return trainer.train(
        trainer.initial(), STEPS, Workload.StepListener.NONE, new Cancellation(), Progress.NONE);
  }
}
