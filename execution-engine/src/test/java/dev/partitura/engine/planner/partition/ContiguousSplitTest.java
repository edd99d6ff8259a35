package dev.partitura.engine.planner.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.planner.graph.LayerGraph;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ContiguousSplitTest {
  private static final int GRAPHS = 1500;

  @Test
  void noSplitOfAForwardPassIsBetter() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < GRAPHS; i++) {
      compare(random, RandomLayers.forward(random, random.nextInt(1, 8)), "forward " + i);
    }
  }

  @Test
  void noSplitOfATrainingStepIsBetter() {
    var random = new SplittableRandom(2);
    for (int i = 0; i < GRAPHS; i++) {
      compare(random, RandomLayers.training(random, random.nextInt(1, 6)), "training " + i);
    }
  }

  private static void compare(RandomGenerator random, LayerGraph graph, String which) {
    int cpus = random.nextInt(3);
    int accelerators = random.nextInt(cpus == 0 ? 1 : 0, 4 - cpus);
    double expected = EverySplit.least(graph, accelerators, cpus, graph.bytes(), true);
    var split = ContiguousSplit.of(graph, accelerators, cpus, graph.bytes());
    if (expected == Double.POSITIVE_INFINITY) {
      assertNull(split, which);
      return;
    }
    assertNotNull(split, which);
    assertEquals(expected, split.load(), 1e-9 * Math.max(1, expected), which);
    assertTrue(split.optimal(), which);
    assertTrue(split.lowerBound() <= expected + 1e-9, which);
    assertEquals(
        graph.layers().size(),
        split.parts().stream().mapToInt(part -> part.layers().size()).sum(),
        which);
  }
}
