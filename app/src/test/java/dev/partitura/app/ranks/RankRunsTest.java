package dev.partitura.app.ranks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.app.cli.Sources;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.ranks.RanksExecutor;
import dev.partitura.engine.task.EdgeKind;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plans give on ranks what they give on one device, and a timeline in which nothing comes before
/// it was sent.
@Tag("mpi")
class RankRunsTest {
  private static final String[] NETWORKS = {"lenet", "mlp", "branches"};
  private static final String[] ON_TWO = {
    "single",
    "task",
    "pipeline=2,micro-batches=4",
    "data=2",
    "tensor=2",
    "data=2,micro-batches=2,collective=tree"
  };
  private static final String[] ON_FOUR = {
    "task", "pipeline=4,micro-batches=4", "data=4", "data=2,tensor=2", "pipeline=2,data=2"
  };

  static Stream<String> kinds() {
    return RankTesting.kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyPlanOnTwoRanksGivesTheOutputsOfOneDevice(String kind) {
    try (var ranks = RankTesting.executor(kind)) {
      for (var network : NETWORKS) {
        for (var plan : ON_TWO) {
          compare(ranks, network, plan, "mpi:2");
        }
      }
    }
    assertTrue(RankTesting.processes().isEmpty(), "processes are left");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyPlanOnFourRanksGivesTheOutputsOfOneDevice(String kind) {
    try (var ranks = RankTesting.executor(kind)) {
      for (var network : NETWORKS) {
        for (var plan : ON_FOUR) {
          compare(ranks, network, plan, "mpi:4");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void workersOfARankShareItsMemory(String kind) {
    try (var ranks = RankTesting.executor(kind)) {
      var result = compare(ranks, "lenet", "pipeline=4,micro-batches=4", "mpi:2xcpu:2");
      long messages =
          result.trace().tracks().stream().filter(track -> track.name().endsWith(" in")).count();
      assertTrue(messages > 0);
    }
  }

  private static RunResult compare(
      RanksExecutor ranks, String name, String plan, String clusterWords) {
    var what = name + " " + plan + " on " + clusterWords;
    var network = Sources.network(name);
    var cluster = Clusters.ranks(clusterWords);
    var request =
        new RunRequest(
            network,
            cluster,
            Sources.plan(plan, network, cluster, 0, Map.of()),
            0,
            Map.of(),
            1,
            2,
            0);
    var compared =
        new LoweringRunner(ranks).runBesideUnsplit(request, new Cancellation(), Progress.NONE);
    assertFalse(
        compared.agreement() instanceof Agreement.Different,
        () -> what + ": " + compared.agreement());
    assertFalse(compared.agreement() instanceof Agreement.Unknown, what);
    check(what, compared.run());
    return compared.run();
  }

  /// Every task is there, and begins once those that it waits for have ended.
  private static void check(String what, RunResult result) {
    var graph = result.graph();
    var trace = result.trace();
    assertEquals(graph.taskCount(), trace.spanCount(), what);
    var begin = new long[graph.taskCount()];
    var end = new long[graph.taskCount()];
    for (int span = 0; span < trace.spanCount(); span++) {
      begin[trace.task(span)] = trace.startNanos(span);
      end[trace.task(span)] = trace.endNanos(span);
    }
    for (int task = 0; task < graph.taskCount(); task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        int next = graph.successor(edge);
        if (graph.edgeKind(edge) == EdgeKind.RAW) {
          long late = end[task] - begin[next];
          assertTrue(
              late <= 0, () -> what + ": task " + next + " begins before its value is there");
        }
      }
    }
  }
}
