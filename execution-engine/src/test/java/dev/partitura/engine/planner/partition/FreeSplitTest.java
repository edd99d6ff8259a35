package dev.partitura.engine.planner.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FreeSplitTest {
  @Test
  void aFreeSplitLiesBetweenItsBoundAndTheContiguousOne() {
    var random = new SplittableRandom(3);
    int best = 0;
    int graphs = 12;
    for (int i = 0; i < graphs; i++) {
      var graph = RandomLayers.forward(random, random.nextInt(3, 7));
      var contiguous = ContiguousSplit.of(graph, 2, 1, graph.bytes());
      var free = FreeSplit.of(graph, 2, 1, graph.bytes());
      if (contiguous == null || free == null) {
        assertNull(free);
        best++;
        continue;
      }
      double least = EverySplit.least(graph, 2, 1, graph.bytes(), false);
      assertTrue(free.load() >= least - 1e-9, "graph " + i);
      assertTrue(free.load() <= contiguous.load() + 1e-9, "graph " + i);
      assertTrue(free.lowerBound() <= least + 1e-9, "graph " + i);
      assertEquals(
          graph.layers().size(),
          free.parts().stream().mapToInt(part -> part.layers().size()).sum());
      best += free.load() <= least + 1e-9 ? 1 : 0;
    }
    assertEquals(graphs, best);
  }
}
