package dev.partitura.samples.families;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.catalogue.ClusterWords;
import dev.partitura.engine.execute.simulate.NeededMemory;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Memory of a training step as frameworks need it.
class StoredMemoryTest {
  private static final int VOCABULARY = 512;
  private static final int HIDDEN = 64;
  private static final int LENGTH = 32;
  private static final Network GPT =
      Families.network("gpt:hidden=64,layers=4,heads=4,seq=32,vocab=512").orElseThrow();
  private static final Cluster CARDS = ClusterWords.parse("2xA100-SXM4-80GB");

  private static Lowered step(Cluster cluster, String words) {
    var plan = Presets.plan(PlanPreset.parse(words), OpenAxes.types(GPT, 1), cluster);
    return Lowering.toPredict()
        .lowerStep(GPT, cluster, plan, Optimizers.of("adam", null), 8, Map.of(), null)
        .lowered();
  }

  private static long bytes(Lowered lowered, String value) {
    return lowered.program().slots().stream()
        .filter(slot -> slot.value().equals(value))
        .mapToLong(Slot::sizeBytes)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lossesReadScoresInFloat32() {
    var lowered = step(CARDS, "pipeline=2,micro-batch=2,global-batch=8,precision=bf16");
    assertEquals(4L * 2 * LENGTH * VOCABULARY, bytes(lowered, "head/words:0/float32"));
    assertEquals(2L * 2 * LENGTH * HIDDEN, bytes(lowered, "layer1/attention/residual:0"));
  }

  /// Two bytes for itself, four for the optimizer's copy, eight for Adam's two means; in float32
  /// four and eight.
  @Test
  void whoHasACopyOfAParameterRemembersAsMuchOfIt() {
    var lowered = step(CARDS, "pipeline=2,micro-batch=2,global-batch=8,precision=bf16");
    long elements = (long) VOCABULARY * HIDDEN;
    assertEquals(14 * elements, bytes(lowered, "embedding.words/place1"));
    assertEquals(2 * elements, bytes(lowered, "embedding.words"));
    var single = step(CARDS, "pipeline=2,micro-batch=2,global-batch=8");
    assertEquals((4 + 8) * elements, bytes(single, "embedding.words/place1"));
    assertEquals(4 * elements, bytes(single, "embedding.words"));
  }

  /// A card gives memory back value by value; a worker has frames of whole micro-batches, one more
  /// than are under way.
  @Test
  void cardsNeedLessThanFrames() {
    var words = "pipeline=2,micro-batch=1,global-batch=8";
    var onCards = step(CARDS, words);
    var trace = new SimulatedExecutor().run(onCards).trace();
    for (int device = 0; device < 2; device++) {
      long live = NeededMemory.bytes(onCards, trace, device);
      long frames = onCards.frameBytes(0, device);
      long held = onCards.valueBytes(device) + onCards.constantBytes(device);
      assertTrue(live <= held - frames, live + " of " + held + " with frames of " + frames);
      assertTrue(live > onCards.keptBytes(device), "What is kept is counted");
    }
    var onWorkers = step(Clusters.workers(2), words);
    var predicted = new SimulatedExecutor().run(onWorkers).trace();
    assertEquals(
        onWorkers.valueBytes(0) + onWorkers.constantBytes(0),
        NeededMemory.bytes(onWorkers, predicted, 0));
  }
}
