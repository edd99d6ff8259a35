package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.EdgeKind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Which stages of a template each stage waits for by its data, directly or by way of others.
/// Immutable; cost O(edges + stages² / 64) for stages that feed each other in order.
final class StageReach {
  private final Map<Integer, BitSet> upstream = new HashMap<>();

  private StageReach() {}

  static StageReach of(ReplicaTemplate template) {
    var reach = new StageReach();
    for (int node = 0; node < template.nodeCount(); node++) {
      var stages = reach.of(template.node(node).stage());
      for (var edge : template.edges().into(node)) {
        if (edge.kind() == EdgeKind.RAW) {
          stages.set(template.node(edge.from()).stage());
        }
      }
    }
    for (boolean grows = true; grows; ) {
      grows = false;
      for (var stages : reach.upstream.values()) {
        int before = stages.cardinality();
        for (int stage : stages.stream().toArray()) {
          stages.or(reach.of(stage));
        }
        grows |= stages.cardinality() > before;
      }
    }
    return reach;
  }

  private BitSet of(int stage) {
    return upstream.computeIfAbsent(
        stage,
        own -> {
          var stages = new BitSet();
          stages.set(own);
          return stages;
        });
  }

  /// Whether a stage comes behind all of another, or is it. Neither of two that wait for each other
  /// does.
  boolean comesBehind(int stage, int other) {
    return stage == other || of(stage).get(other) && !of(other).get(stage);
  }
}
