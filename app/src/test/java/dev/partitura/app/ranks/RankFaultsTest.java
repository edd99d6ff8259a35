package dev.partitura.app.ranks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.app.cli.Sources;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.ThisHost;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.ranks.RanksExecutor;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// However a run on ranks ends, it says why in one sentence and leaves no process behind.
@Tag("mpi")
class RankFaultsTest {
  static Stream<String> kinds() {
    return RankTesting.kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRankThatIsKilledIsNamed(String kind) throws Exception {
    var problem = whileRunning(kind, "-KILL");
    assertEquals("ranks.lost", problem.code());
    assertTrue(problem.sentence().contains(ThisHost.name()), problem.sentence());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRankThatIsStoppedIsNamed(String kind) throws Exception {
    var problem = whileRunning(kind, "-STOP");
    assertEquals("ranks.silent", problem.code());
    assertTrue(problem.sentence().contains(ThisHost.name()), problem.sentence());
  }

  /// Sends a signal to one rank in the middle of a run that would last for ever.
  private static Problem whileRunning(String kind, String signal) throws InterruptedException {
    try (var ranks = RankTesting.executor(kind)) {
      var running = new CountDownLatch(1);
      var sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  running.await();
                  var victim = RankTesting.ranks().getLast();
                  new ProcessBuilder("kill", signal, Long.toString(victim.pid())).start().waitFor();
                } catch (InterruptedException | IOException failed) {
                  throw new IllegalStateException(failed);
                }
              });
      var lost =
          assertThrows(
              ProblemException.class,
              () -> run(ranks, new Cancellation(), telling(running, () -> {})));
      sender.join();
      requireNothingLeft();
      return lost.problems().getFirst();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aCancelledRunLeavesNothing(String kind) throws InterruptedException {
    try (var ranks = RankTesting.executor(kind)) {
      for (int round = 0; round < 2; round++) {
        var cancellation = new Cancellation();
        var result = run(ranks, cancellation, telling(new CountDownLatch(1), cancellation::cancel));
        assertTrue(result.cancelled());
        requireNothingLeft();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRankThatCannotComputeIsNamed(String kind) throws InterruptedException {
    var b = new NetworkBuilder("out of range");
    var x = b.input("x", Shape.of(4));
    var at = b.input("at", new TensorType(DataType.INT64, Shape.of(1)));
    b.output(b.op("Gather", b.op("Tanh", x), at));
    var network = b.build();
    var cluster = Clusters.ranks("mpi:2");
    var feeds = Map.of("at", Tensor.ofLongs(new long[] {9}, 1));
    var plan = Sources.plan("pipeline=2,micro-batches=1", network, cluster, 0, feeds);
    var request = new RunRequest(network, cluster, plan, 0, feeds, 1, 1, 0);
    try (var ranks = RankTesting.executor(kind)) {
      var refused =
          assertThrows(
              ProblemException.class,
              () -> new LoweringRunner(ranks).run(request, new Cancellation(), Progress.NONE));
      var problem = refused.problems().getFirst();
      assertEquals("ranks.refused", problem.code());
      assertTrue(problem.sentence().contains("Rank 1 on " + ThisHost.name()), problem.sentence());
      requireNothingLeft();
    }
  }

  private static Progress telling(CountDownLatch running, Runnable then) {
    return (phase, done, _) -> {
      if (phase.equals("run") && done > 0 && running.getCount() > 0) {
        running.countDown();
        then.run();
      }
    };
  }

  private static RunResult run(RanksExecutor ranks, Cancellation cancellation, Progress progress) {
    var network = Sources.network("lenet");
    var cluster = Clusters.ranks("mpi:3");
    var plan = Sources.plan("data=3", network, cluster, 0, Map.of());
    var request = new RunRequest(network, cluster, plan, 0, Map.of(), 1, 10_000_000, 0);
    return new LoweringRunner(ranks).run(request, cancellation, progress);
  }

  private static void requireNothingLeft() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!RankTesting.processes().isEmpty()) {
      assertTrue(System.nanoTime() < end, () -> "left: " + RankTesting.processes());
      Thread.sleep(20);
    }
  }
}
