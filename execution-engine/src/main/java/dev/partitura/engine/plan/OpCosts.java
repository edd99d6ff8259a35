package dev.partitura.engine.plan;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Times of ops and of the values between them, enough to balance one part of a network against
/// another: measured where given, else a roofline of one ordinary core, in which an activation or
/// normalization behind a layer costs nothing, since it is done in the same kernel. Ops are
/// numbered by [Topology#order], so that every producer has a lower number than its readers. Ops
/// without work at run time (all outputs constant) cost nothing.
///
/// @param ops in dependency order
/// @param nanos of each op
/// @param values that one op makes and another reads
record OpCosts(List<Op> ops, double[] nanos, List<Edge> values) {
  private static final double FLOPS_PER_NANO = 60;
  private static final double BYTES_PER_NANO = 10;
  private static final double LINK_BYTES_PER_NANO = 8;
  private static final double DISPATCH_NANOS = 300;
  private static final double HANDOVER_NANOS = 3_000;

  /// One value.
  ///
  /// @param readers distinct, ascending
  /// @param nanos to copy it to another device
  /// @param fused whether its one reader will likely be done together with its producer
  record Edge(int producer, int[] readers, double nanos, boolean fused) {}

  /// @param measured nanoseconds by op from a run; an op it does not name was done together with
  ///   another. Empty where nothing was run
  static OpCosts of(NetworkTypes types, Map<OpId, Long> measured) {
    var network = types.network();
    var topology = Topology.of(network);
    var order = topology.order();
    var place = new int[order.length];
    var ops = new ArrayList<Op>();
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
      ops.add(network.ops().get(order[i]));
    }
    var nanos = new double[order.length];
    var fused = fused(topology, ops, place);
    var edges = new ArrayList<Edge>();
    for (int i = 0; i < order.length; i++) {
      var op = ops.get(i);
      if (isConstant(types, op)) {
        continue;
      }
      nanos[i] =
          measured.isEmpty()
              ? estimated(types, op, fused[i])
              : 1 + measured.getOrDefault(op.id(), 0L);
      for (var output : op.outputs()) {
        var readers = new LinkedHashSet<Integer>();
        topology.consumers(output).forEach(reader -> readers.add(place[reader]));
        if (!output.isEmpty() && !readers.isEmpty()) {
          var type = types.type(output);
          double bytes = type != null && type.isStatic() ? type.sizeBytes() : 0;
          boolean joined = readers.size() == 1 && joins(ops.get(readers.iterator().next()));
          edges.add(
              new Edge(
                  i,
                  readers.stream().mapToInt(Integer::intValue).sorted().toArray(),
                  HANDOVER_NANOS + bytes / LINK_BYTES_PER_NANO,
                  joined));
        }
      }
    }
    return new OpCosts(List.copyOf(ops), nanos, List.copyOf(edges));
  }

  private static boolean isConstant(NetworkTypes types, Op op) {
    return op.outputs().stream()
        .allMatch(output -> output.isEmpty() || types.constants().containsKey(output));
  }

  private static double estimated(NetworkTypes types, Op op, boolean fused) {
    var work = types.work(op.id());
    double alone =
        DISPATCH_NANOS + Math.max(work.flops() / FLOPS_PER_NANO, work.bytes() / BYTES_PER_NANO);
    var operator = Operators.find(op);
    boolean adds = operator != null && operator.has(Trait.RESIDUAL_SUM);
    return !fused ? alone : adds ? alone / 3 : 1;
  }

  /// Which ops will likely be done by the kernel of the layer before them.
  private static boolean[] fused(Topology topology, List<Op> ops, int[] place) {
    var fused = new boolean[ops.size()];
    for (int i = 0; i < fused.length; i++) {
      for (var input : ops.get(i).inputs()) {
        int producer = topology.producer(input);
        if (producer >= 0 && joins(ops.get(i)) && topology.consumers(input).size() == 1) {
          var operator = Operators.find(ops.get(place[producer]));
          boolean layer = operator != null && operator.signature().category() == Category.LAYER;
          fused[i] |= layer || fused[place[producer]];
        }
      }
    }
    return fused;
  }

  private static boolean joins(Op reader) {
    var operator = Operators.find(reader);
    return operator != null
        && (operator.signature().category() == Category.ACTIVATION
            || operator.has(Trait.SCALES_CHANNELS)
            || operator.has(Trait.RESIDUAL_SUM));
  }

  double total() {
    double total = 0;
    for (double cost : nanos) {
      total += cost;
    }
    return total;
  }
}
