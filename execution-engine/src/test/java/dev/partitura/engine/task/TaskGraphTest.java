package dev.partitura.engine.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.plan.schedule.Phase;
import org.junit.jupiter.api.Test;

class TaskGraphTest {
  @Test
  void rowIsSeenAsATask() {
    var builder = new TaskGraphBuilder(2);
    builder.compute(3, 0, 1, 2);
    builder.transfer(5, 0, 1, 64, 1, 2);
    builder.edge(0, 1, EdgeKind.RAW);
    var graph = builder.build();
    assertEquals(new TaskTemplate(TaskKind.COMPUTE, Phase.F, 0, 3, 0, 0, 1, 0), graph.template(0));
    assertEquals(
        new TaskTemplate(TaskKind.TRANSFER, Phase.F, 1, 5, 1, 0, 1, 64), graph.template(1));
    assertEquals(2, graph.microBatch(0));
    assertEquals(1, graph.device(1));
    assertEquals(0, graph.source(1));
    assertEquals(EdgeKind.RAW, graph.edgeKind(0));
    assertEquals(1, graph.predecessorCount(1));
  }

  @Test
  void circleIsRefused() {
    var builder = new TaskGraphBuilder(1);
    builder.compute(0, 0, 0, 0);
    builder.compute(1, 0, 0, 0);
    builder.edge(0, 1, EdgeKind.RAW);
    builder.edge(1, 0, EdgeKind.ORDER);
    assertThrows(IllegalStateException.class, builder::build);
  }
}
