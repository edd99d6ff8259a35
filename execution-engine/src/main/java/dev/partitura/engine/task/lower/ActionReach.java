package dev.partitura.engine.task.lower;

import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskTemplate;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Which kinds of action of a template (stages in their phases) each kind waits for by its data,
/// directly or by way of others. Immutable; cost O(edges + kinds² / 64) for stages that feed each
/// other in order.
final class ActionReach {
  private final Map<Integer, BitSet> upstream = new HashMap<>();
  private final BitSet mutual = new BitSet();

  private ActionReach() {}

  static ActionReach of(ReplicaTemplate template) {
    var reach = new ActionReach();
    direct(template).forEach((kind, kinds) -> reach.of(kind).or(kinds));
    for (boolean grows = true; grows; ) {
      grows = false;
      for (var kinds : reach.upstream.values()) {
        int before = kinds.cardinality();
        for (int kind : kinds.stream().toArray()) {
          kinds.or(reach.of(kind));
        }
        grows |= kinds.cardinality() > before;
      }
    }
    reach.upstream.forEach((kind, kinds) -> {
      boolean waited = kinds.stream().anyMatch(it -> it != kind && reach.of(it).get(kind));
      reach.mutual.set(kind, waited);
    });
    return reach;
  }

  /// The kinds of action whose data each kind takes. What moves data belongs to no action, though
  /// it is marked as of the first that takes them: who takes them waits for those who made them.
  static Map<Integer, BitSet> direct(ReplicaTemplate template) {
    var direct = new HashMap<Integer, BitSet>();
    var moved = new HashMap<Integer, BitSet>();
    for (int node = 0; node < template.nodeCount(); node++) {
      var of = template.node(node);
      var kinds =
          of.kind().computes()
              ? direct.computeIfAbsent(kind(of), _ -> new BitSet())
              : moved.computeIfAbsent(node, _ -> new BitSet());
      for (var edge : template.edges().into(node)) {
        if (edge.kind() == EdgeKind.RAW) {
          var through = moved.get(edge.from());
          if (through == null) {
            kinds.set(kind(template.node(edge.from())));
          } else {
            kinds.or(through);
          }
        }
      }
    }
    return direct;
  }

  private BitSet of(int kind) {
    return upstream.computeIfAbsent(
        kind,
        own -> {
          var kinds = new BitSet();
          kinds.set(own);
          return kinds;
        });
  }

  /// Kind of action that a node belongs to.
  static int kind(TaskTemplate node) {
    return Precedence.kind(node.stage(), node.phase());
  }

  /// Whether a kind of action waits for another that waits for it.
  boolean isMutual(int kind) {
    return mutual.get(kind);
  }

  /// Whether a kind of action comes behind all of another, or is it. Neither of two that wait for
  /// each other does.
  boolean comesBehind(int kind, int other) {
    return kind == other || of(kind).get(other) && !of(other).get(kind);
  }
}
