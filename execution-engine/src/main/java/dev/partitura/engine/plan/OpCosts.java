package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Speed;
import dev.partitura.engine.cost.CostModel;
import dev.partitura.engine.cost.KernelCost;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Prices of ops on the devices of a cluster and of the values between them, enough to balance one
/// part of a network against another, by a cost model in which an activation or normalization
/// behind a layer costs nothing, since it is done in the same kernel. Where the network is trained,
/// an op costs its way back too, and a value that crosses between devices sends its gradient the
/// other way. Ops are numbered by [Topology#order], so that every producer has a lower number than
/// its readers. Ops without work at run time (all outputs constant) cost nothing.
final class OpCosts {
  /// What a sum behind a layer costs of what it costs alone: it reads one input more.
  private static final double FUSED_SUM = 1.0 / 3;

  private final CostModel model;
  private final List<Op> ops;
  private final Work[] works;
  private final boolean[] working;
  private final boolean[] fused;
  private final List<Edge> values;
  private final WayBack wayBack;
  private final Map<Speed, double[]> nanos = new HashMap<>();

  /// One value that an op makes and others read.
  ///
  /// @param readers distinct, ascending
  /// @param fused whether its one reader will likely be done together with its producer
  record Edge(int producer, int[] readers, long bytes, boolean fused) {}

  private OpCosts(NetworkTypes types, Cluster cluster, Precision precision, WayBack wayBack) {
    this.wayBack = wayBack;
    model = new KernelCost(cluster, precision);
    var topology = Topology.of(types.network());
    var order = topology.order();
    var place = new int[order.length];
    var inOrder = new ArrayList<Op>();
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
      inOrder.add(types.network().ops().get(order[i]));
    }
    ops = List.copyOf(inOrder);
    works = new Work[ops.size()];
    working = new boolean[ops.size()];
    fused = fused(topology, ops, place);
    var edges = new ArrayList<Edge>();
    for (int i = 0; i < works.length; i++) {
      var op = ops.get(i);
      works[i] = types.work(op.id());
      working[i] = !isConstant(types, op);
      for (var output : op.outputs()) {
        var readers = new LinkedHashSet<Integer>();
        topology.consumers(output).forEach(reader -> readers.add(place[reader]));
        if (working[i] && !output.isEmpty() && !readers.isEmpty()) {
          var type = types.type(output);
          long bytes = type != null && type.isStatic() ? type.sizeBytes() : 0;
          boolean joined = readers.size() == 1 && joins(ops.get(readers.iterator().next()));
          edges.add(
              new Edge(
                  i,
                  readers.stream().mapToInt(Integer::intValue).sorted().toArray(),
                  bytes,
                  joined));
        }
      }
    }
    values = List.copyOf(edges);
  }

  /// @param types with every axis known
  /// @param precision in which the ops are done
  /// @param trains whether the network is trained, so that ops weigh with their way back
  static OpCosts of(NetworkTypes types, Cluster cluster, Precision precision, boolean trains) {
    var wayBack = trains ? WayBack.of(types, precision) : WayBack.NONE;
    return new OpCosts(types, cluster, precision, wayBack);
  }

  /// In dependency order.
  List<Op> ops() {
    return ops;
  }

  List<Edge> values() {
    return values;
  }

  boolean hasWork(int op) {
    return working[op];
  }

  /// Nanoseconds of each op on a device; devices of one speed take the same.
  double[] nanos(Device device) {
    return nanos.computeIfAbsent(device.speed(), _ -> priced(device));
  }

  /// Nanoseconds to bring a value from one device to another, and its gradient back.
  double nanos(Edge value, Device from, Device to) {
    double there = model.transferNanos(value.bytes(), from, to);
    for (int reader : value.readers()) {
      if (wayBack.handsOn(ops.get(reader).id())) {
        return there + model.transferNanos(value.bytes(), to, from);
      }
    }
    return there;
  }

  private Category category(int op) {
    var operator = Operators.find(ops.get(op));
    return operator == null ? Category.ARITHMETIC : operator.signature().category();
  }

  /// Nanoseconds of all ops on one device.
  double total(Device device) {
    double total = 0;
    for (double cost : nanos(device)) {
      total += cost;
    }
    return total;
  }

  private double[] priced(Device device) {
    var priced = new double[works.length];
    for (int op = 0; op < priced.length; op++) {
      if (working[op]) {
        priced[op] = estimated(op, device) + wayBack.nanos(ops.get(op).id(), model, device);
      }
    }
    return priced;
  }

  private double estimated(int op, Device device) {
    double alone = model.opNanos(category(op), works[op], device);
    var operator = Operators.find(ops.get(op));
    boolean adds = operator != null && operator.has(Trait.RESIDUAL_SUM);
    return !fused[op] ? alone : adds ? alone * FUSED_SUM : 1;
  }

  private static boolean isConstant(NetworkTypes types, Op op) {
    return op.outputs().stream()
        .allMatch(output -> output.isEmpty() || types.constants().containsKey(output));
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
}
