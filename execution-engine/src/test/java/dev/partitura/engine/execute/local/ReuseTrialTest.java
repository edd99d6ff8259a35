package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.ReuseTrial;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.TaskGraph;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReuseTrialTest {
  @Test
  void bothAreRunAndTheMemoryIsThatOfTheirPlaces() {
    var network = RandomNetworks.network(new SplittableRandom(3), 40);
    var cluster = Clusters.workers(2);
    var plan = Plan.single(cluster.devices().getFirst().id()).withPasses(Passes.ALL);
    var request = new RunRequest(network, cluster, plan, 12, Map.of(), 1, 5, 1);
    var trial =
        ReuseTrial.run(
            new LoweringRunner(new LocalExecutor()), request, new Cancellation(), Progress.NONE);
    assertFalse(trial.isCancelled());
    assertEquals(5, trial.reused().iterationNanos().length);
    assertEquals(5, trial.apart().iterationNanos().length);
    assertTrue(trial.apartBytes() > trial.reusedBytes());
    assertEquals(trial.apartBytes() - trial.reusedBytes(), trial.costBytes());
    assertEquals(0, memoryEdges(trial.apart().graph()));
    assertTrue(memoryEdges(trial.reused().graph()) > 0);
    assertTrue(trial.gain() < 1);
  }

  private static int memoryEdges(TaskGraph graph) {
    int edges = 0;
    for (int edge = 0; edge < graph.edgeCount(); edge++) {
      edges += graph.edgeKind(edge).isMemory() ? 1 : 0;
    }
    return edges;
  }
}
