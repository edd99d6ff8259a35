package dev.partitura.engine.execute.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.times.TaskTimes;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static TaskPrices prices(TaskGraph graph, long compute, long transfer, boolean wired) {
    var nanos = new long[graph.templateCount()];
    var wire = new int[nanos.length];
    for (int number = 0; number < nanos.length; number++) {
      boolean moves = graph.templateOf(number).kind().moves();
      nanos[number] = moves ? transfer : compute;
      wire[number] = moves && wired ? graph.templateOf(number).source() : -1;
    }
    return new TaskPrices(
        nanos, new long[nanos.length], wire, graph.queues().size(), new long[nanos.length]);
  }

  private static long makespan(TaskTimes times) {
    return Arrays.stream(times.endNanos()).max().orElseThrow() - times.startedAt();
  }

  /// `p` stages one behind the other, `m` micro-batches.
  private static TaskGraph pipeline(int stages, int microBatches) {
    var builder = new TaskGraphBuilder(stages);
    for (int batch = 0; batch < microBatches; batch++) {
      int before = -1;
      for (int stage = 0; stage < stages; stage++) {
        int task = builder.compute(stage, stage, 0, batch);
        if (before >= 0) {
          builder.edge(before, task, EdgeKind.RAW);
        }
        before = task;
      }
    }
    return builder.build();
  }

  @Test
  void aPipelineTakesAsLongAsItsFormulaSays() {
    for (int stages = 1; stages < 6; stages++) {
      for (int microBatches = 1; microBatches < 9; microBatches++) {
        var graph = pipeline(stages, microBatches);
        assertEquals(
            10L * (microBatches + stages - 1),
            makespan(Simulation.of(graph, prices(graph, 10, 0, false))));
      }
    }
  }

  @Test
  void aQueueTakesTheLowestRankThatIsReady() {
    var builder = new TaskGraphBuilder(2);
    int late = builder.compute(0, 1, 0, 0);
    int first = builder.compute(1, 0, 0, 0);
    int second = builder.compute(2, 0, 0, 0);
    int third = builder.compute(3, 0, 0, 0);
    builder.edge(late, first, EdgeKind.RAW);
    var graph = builder.build();
    var times = Simulation.of(graph, prices(graph, 10, 0, false));
    assertArrayEquals(new long[] {1, 11, 1, 21}, times.beginNanos());
    assertEquals(third, 3);
    assertEquals(second, 2);
  }

  @Test
  void messagesFromOneSenderHaveItsWireOneAfterAnother() {
    var builder = new TaskGraphBuilder(3);
    int source = builder.compute(0, 0, 0, 0);
    int one = builder.transfer(0, 0, 1, 100, 0, 0);
    int other = builder.transfer(0, 0, 2, 100, 0, 0);
    builder.edge(source, one, EdgeKind.RAW);
    builder.edge(source, other, EdgeKind.RAW);
    var graph = builder.build();
    assertEquals(40, makespan(Simulation.of(graph, prices(graph, 10, 15, true))));
    assertEquals(25, makespan(Simulation.of(graph, prices(graph, 10, 15, false))));
  }

  @Test
  void aDelayKeepsNobodyBusy() {
    var builder = new TaskGraphBuilder(2);
    int source = builder.compute(0, 0, 0, 0);
    int message = builder.transfer(0, 0, 1, 100, 0, 0);
    builder.compute(1, 1, 0, 0);
    builder.compute(1, 1, 0, 1);
    builder.edge(source, message, EdgeKind.RAW);
    var graph = builder.build();
    var prices = prices(graph, 10, 5, false);
    for (int number = 0; number < graph.templateCount(); number++) {
      prices.delayNanos()[number] = graph.templateOf(number).kind().moves() ? 30 : 0;
    }
    var times = Simulation.of(graph, prices);
    assertEquals(41, times.beginNanos()[message]);
    assertEquals(46, times.endNanos()[message]);
  }

  @Test
  void aHostHandsOutAheadOfWhatIsDone() {
    var builder = new TaskGraphBuilder(1);
    builder.compute(0, 0, 0, 0);
    builder.compute(1, 0, 0, 0);
    builder.compute(2, 0, 0, 0);
    builder.compute(3, 0, 0, 0);
    var graph = builder.build();
    var prices = prices(graph, 10, 0, false);
    Arrays.fill(prices.hostNanos(), 15);
    assertArrayEquals(new long[] {15, 30, 45, 60}, Simulation.of(graph, prices).beginNanos());
    // While a long task goes on, the host is done with those behind it.
    prices.queueNanos()[graph.templateNumber(0)] = 100;
    assertArrayEquals(new long[] {15, 115, 125, 135}, Simulation.of(graph, prices).beginNanos());
  }

  @Test
  void noRandomGraphIsFasterThanItsCriticalPathAndAllAreTheSameTwice() {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 50; round++) {
      var builder = new TaskGraphBuilder(4);
      int tasks = random.nextInt(2, 200);
      for (int task = 0; task < tasks; task++) {
        builder.compute(random.nextInt(20), random.nextInt(4), 0, 0);
        for (int edge = 0; task > 0 && edge < 2; edge++) {
          builder.edge(random.nextInt(task), task, EdgeKind.RAW);
        }
      }
      var graph = builder.build();
      var nanos = new long[graph.templateCount()];
      Arrays.setAll(nanos, _ -> random.nextInt(50));
      var prices =
          new TaskPrices(
              nanos,
              new long[nanos.length],
              prices(graph, 0, 0, false).wire(),
              4,
              new long[nanos.length]);
      var times = Simulation.of(graph, prices);
      var path = new long[tasks];
      var busy = new long[4];
      for (int task = 0; task < tasks; task++) {
        path[task] += nanos[graph.templateNumber(task)];
        busy[graph.queue(task)] += nanos[graph.templateNumber(task)];
        for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
          int next = graph.successor(edge);
          path[next] = Math.max(path[next], path[task]);
          assertTrue(times.endNanos()[task] <= times.beginNanos()[next]);
        }
      }
      long least =
          Math.max(Arrays.stream(path).max().orElse(0), Arrays.stream(busy).max().orElse(0));
      assertTrue(makespan(times) >= least);
      assertTrue(makespan(times) <= Arrays.stream(busy).sum());
      assertArrayEquals(times.endNanos(), Simulation.of(graph, prices).endNanos());
    }
  }
}
