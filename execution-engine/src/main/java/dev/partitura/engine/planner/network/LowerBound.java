package dev.partitura.engine.planner.network;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cost.CostModel;
import dev.partitura.engine.cost.KernelCost;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.Work;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What no plan can do better than, whatever it is. Sound because it counts only what every plan
/// must do: the arithmetic of the layers, which grows with the samples and which shards can share
/// but not save, at the best rate that the cost model gives any op, on all devices at once; and the
/// layers that one micro-batch passes one after another, each begun once. Pure.
final class LowerBound {
  private static final long SOME_FLOPS = 1L << 50;

  /// Parameters are stored in half of their bytes at the least.
  private static final double BYTES_SHARED = 2;

  private final double nanosPerFlop;
  private final double begin;
  private final int devices;

  private LowerBound(NetworkRequest request) {
    var cost = new KernelCost(request.cluster(), request.precision());
    devices = request.cluster().devices().size();
    double fastest = Double.POSITIVE_INFINITY;
    double shortest = Double.POSITIVE_INFINITY;
    for (var device : List.copyOf(new HashSet<>(request.cluster().devices()))) {
      fastest = Math.min(fastest, perFlop(cost, device));
      shortest = Math.min(shortest, cost.opNanos(Category.LAYER, Work.NONE, device));
    }
    nanosPerFlop = fastest;
    begin = shortest;
  }

  private static double perFlop(CostModel cost, Device device) {
    return (cost.opNanos(Category.LAYER, new Work(SOME_FLOPS, 0, 0), device)
            - cost.opNanos(Category.LAYER, Work.NONE, device))
        / SOME_FLOPS;
  }

  /// @param nanos 0 where nothing is counted: the network has no layers
  /// @param byWork whether all the work is what it follows from, or else one micro-batch's way
  record Nanos(double nanos, boolean byWork) {}

  /// @param types of the smallest micro-batch
  /// @param least samples of that
  static Nanos of(NetworkRequest request, NetworkTypes types, int least) {
    var bound = new LowerBound(request);
    double all = 0;
    var network = types.network();
    var topology = Topology.of(network);
    var needed = needed(network, topology);
    var trained = new Trained(types, topology);
    var until = new double[network.ops().size()];
    double longest = 0;
    for (int index : topology.order()) {
      var op = network.ops().get(index);
      double ready = 0;
      for (var value : op.dependencies()) {
        int producer = topology.producer(value);
        ready = producer < 0 ? ready : Math.max(ready, until[producer]);
      }
      boolean counts = needed.contains(op.id()) && isLayer(op) && !isConstant(types, op);
      double flops = counts ? types.work(op.id()).flops() : 0;
      int back = request.trains() && counts ? trained.passesBack(op, network) : 0;
      all += flops * (1 + back);
      double own = counts ? bound.begin + flops * bound.nanosPerFlop / bound.devices : 0;
      until[index] = ready + own * (1 + Math.min(1, back));
      longest = Math.max(longest, until[index]);
    }
    double work =
        all / samples(types, least) * request.globalBatch() * bound.nanosPerFlop / bound.devices;
    return new Nanos(Math.max(work, longest), work >= longest);
  }

  /// Of a network that leaves the axis of its samples no choice, those that it has.
  private static double samples(NetworkTypes types, int least) {
    for (var input : types.network().inputs()) {
      var type = input.type();
      if (type != null && type.isStatic() && type.knownShape().rank() > 0) {
        return Math.max(1, type.knownShape().size(0));
      }
    }
    return least;
  }

  private static boolean isConstant(NetworkTypes types, Op op) {
    return op.outputs().stream()
        .allMatch(output -> output.isEmpty() || types.constants().containsKey(output));
  }

  private static boolean isLayer(Op op) {
    var operator = Operators.find(op);
    return operator != null && operator.signature().category() == Category.LAYER;
  }

  /// Ops whose values the outputs depend on.
  private static Set<OpId> needed(Network network, Topology topology) {
    var needed = new HashSet<OpId>();
    var wanted = new HashSet<String>();
    network.outputs().stream().map(Value::name).forEach(wanted::add);
    int[] order = topology.order();
    for (int at = order.length - 1; at >= 0; at--) {
      var op = network.ops().get(order[at]);
      if (op.outputs().stream().anyMatch(wanted::contains)) {
        needed.add(op.id());
        wanted.addAll(op.dependencies());
      }
    }
    return needed;
  }

  /// Which values depend on the weights of products, so that gradients are wanted of them.
  private static final class Trained {
    private final Set<String> depends = new HashSet<>();

    Trained(NetworkTypes types, Topology topology) {
      var network = types.network();
      for (int index : topology.order()) {
        var op = network.ops().get(index);
        if (isProduct(op) && network.initializers().containsKey(op.inputs().get(1))
            || op.dependencies().stream().anyMatch(depends::contains)) {
          depends.addAll(op.outputs());
        }
      }
    }

    private static boolean isProduct(Op op) {
      var operator = Operators.find(op);
      return operator != null && operator.has(Trait.HEAD);
    }

    /// A product has a gradient of each factor that depends on parameters.
    int passesBack(Op op, Network network) {
      return !isProduct(op)
          ? 0
          : (int)
              op.inputs().stream()
                  .limit(2)
                  .filter(value ->
                      depends.contains(value)
                          || value.equals(op.inputs().get(1))
                              && network.initializers().containsKey(value))
                  .count();
    }
  }

  /// Parameters lie somewhere: no plan leaves the fullest device less than its even share of them.
  static double bytes(NetworkRequest request) {
    double bytes = 0;
    for (var constant : request.network().initializers().values()) {
      bytes += constant.sizeBytes();
    }
    return bytes / BYTES_SHARED / request.cluster().devices().size();
  }
}
