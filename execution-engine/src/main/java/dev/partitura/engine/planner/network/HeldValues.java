package dev.partitura.engine.planner.network;

import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.planner.network.OpFigures.Again;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.ReplicaTemplate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/// What a micro-batch keeps for its way back when nothing is done again, and from that what it
/// keeps, and does again, when more is. Reads the steps of the first shard.
final class HeldValues {
  /// As where a step is laid out: what costs little beside the memory that it takes.
  private static final long CHEAP_FLOPS_A_BYTE = 4;

  /// What lives next to each other in memory leaves gaps.
  private static final double GAPS = 1.15;

  private final ReplicaTemplate template;
  private final IntUnaryOperator opOfNode;
  private final boolean isHalf;
  private final Set<Integer> held = new HashSet<>();

  /// By root slot the node of the way forward that makes it.
  private final Map<Integer, Integer> makers = new HashMap<>();

  private final Map<Integer, Long> bytes = new HashMap<>();

  /// Nodes of the way forward by op, to share its time.
  private final Map<Integer, Integer> nodesOfOp = new HashMap<>();

  HeldValues(Lowered lowered, Precision precision, IntUnaryOperator opOfNode) {
    template = lowered.template(0);
    this.opOfNode = opOfNode;
    isHalf = precision == Precision.BF16;
    for (int node = 0; node < template.nodeCount(); node++) {
      var step = template.step(node);
      if (step != null && template.device(node) == 0 && step.phase() == Phase.F) {
        for (int slot : step.outputs()) {
          makers.putIfAbsent(template.root(slot), node);
        }
        nodesOfOp.merge(opOfNode.applyAsInt(node), 1, Integer::sum);
      }
    }
    for (var place : lowered.places()) {
      if (place.device() == 0 && !place.isKept()) {
        bytes.put(place.slot(), place.sizeBytes());
        if (isHeld(template, place.users())) {
          held.add(place.slot());
        }
      }
    }
  }

  /// Whether users of a value are on the way forward and on the way back.
  static boolean isHeld(ReplicaTemplate template, int[] users) {
    boolean there = false;
    boolean back = false;
    for (int node : users) {
      var phase = template.node(node).phase();
      there |= phase == Phase.F;
      back |= phase == Phase.B || phase == Phase.W;
    }
    return there && back;
  }

  /// Adds what a way to do things again makes of it.
  ///
  /// @param forwardNanos by op
  /// @param figures by [Again] and op
  void add(Recompute recompute, double[] forwardNanos, double[][] figures) {
    var kept = new HashSet<Integer>();
    var again = new HashSet<Integer>();
    held.forEach(slot -> need(slot, recompute, kept, again));
    for (int slot : kept) {
      int op = opOf(slot);
      figures[Again.HELD.ordinal()][op] += bytes.getOrDefault(slot, 0L);
    }
    for (int slot : held) {
      if (!kept.contains(slot)) {
        figures[Again.BYTES.ordinal()][opOf(slot)] += GAPS * bytes.getOrDefault(slot, 0L);
      }
    }
    for (int node : again) {
      int op = opOfNode.applyAsInt(node);
      figures[Again.NANOS.ordinal()][op] += forwardNanos[op] / nodesOfOp.getOrDefault(op, 1);
    }
  }

  private int opOf(int slot) {
    var maker = makers.get(slot);
    return maker == null ? 0 : opOfNode.applyAsInt(maker);
  }

  /// Decides of a value that the way back needs whether it is kept or done again.
  private void need(int slot, Recompute recompute, Set<Integer> kept, Set<Integer> again) {
    var maker = makers.get(slot);
    if (maker == null || !isDoneAgain(maker, recompute)) {
      if (bytes.containsKey(slot)) {
        kept.add(slot);
      }
      return;
    }
    if (again.add(maker)) {
      var step = template.step(maker);
      if (step != null) {
        step.inputs().forEach(input -> need(template.root(input), recompute, kept, again));
      }
    }
  }

  private boolean isDoneAgain(int node, Recompute recompute) {
    var step = template.step(node);
    return switch (recompute) {
      case NONE -> false;
      case FULL -> true;
      case SELECTIVE ->
          step != null
              && step.work().flops()
                  <= CHEAP_FLOPS_A_BYTE * step.work().writtenBytes() * (isHalf ? 2 : 1);
    };
  }
}
