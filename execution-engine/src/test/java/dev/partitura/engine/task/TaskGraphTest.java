package dev.partitura.engine.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.plan.schedule.Phase;
import org.junit.jupiter.api.Test;

class TaskGraphTest {
  @Test
  void tenMillionTasksAreBuiltAndWalked() {
    int tasks = 10_000_000;
    var builder = new TaskGraphBuilder(64);
    for (int task = 0; task < tasks; task++) {
      builder.compute(task % 100, task % 64, 0, task / 100);
      if (task >= 64) {
        builder.edge(task - 64, task, EdgeKind.DATA);
      }
    }
    var graph = builder.build();
    assertEquals(tasks, graph.taskCount());
    long waiting = 0;
    for (int task = 0; task < tasks; task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        waiting += graph.successor(edge) - task;
      }
    }
    assertEquals(64L * (tasks - 64), waiting);
  }

  @Test
  void rowIsSeenAsATask() {
    var builder = new TaskGraphBuilder(2);
    builder.compute(3, 0, 1, 2);
    builder.transfer(5, 0, 1, 64, 1, 2);
    builder.edge(0, 1, EdgeKind.DATA);
    var graph = builder.build();
    assertEquals(new TaskTemplate(TaskKind.COMPUTE, Phase.F, 0, 3, 0, 0, 1, 0), graph.template(0));
    assertEquals(
        new TaskTemplate(TaskKind.TRANSFER, Phase.F, 1, 5, 1, 0, 1, 64), graph.template(1));
    assertEquals(2, graph.microBatch(0));
    assertEquals(1, graph.device(1));
    assertEquals(0, graph.source(1));
    assertEquals(EdgeKind.DATA, graph.edgeKind(0));
    assertEquals(1, graph.predecessorCount(1));
  }

  @Test
  void circleIsRefused() {
    var builder = new TaskGraphBuilder(1);
    builder.compute(0, 0, 0, 0);
    builder.compute(1, 0, 0, 0);
    builder.edge(0, 1, EdgeKind.DATA);
    builder.edge(1, 0, EdgeKind.ORDER);
    assertThrows(IllegalStateException.class, builder::build);
  }
}
