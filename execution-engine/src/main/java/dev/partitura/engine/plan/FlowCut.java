package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.limit.Checkpoint;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;

/// Lets less cross between two stages that follow each other, while neither takes longer than the
/// slowest stage did. A cut in the order of the ops goes through every branch that happens to be
/// open there; a minimum cut need not. It is made balanced by growing its lighter side until it is:
/// flow-balanced bipartition, Yang and Wong 1996, doi:10.1109/43.552084. Cost a maximum flow for
/// each op that changes sides; stages of more than [#MOST_OPS] ops stay as they are.
final class FlowCut {
  private static final int MOST_OPS = 600;
  private static final double LEAST_GAIN = 0.01;

  /// What a value costs more whose reader would be done together with its producer.
  private static final double FUSED = 2;

  private final OpCosts costs;
  private final List<List<Device>> devices;
  private final int[] stageOf;
  private final int stage;
  private final Set<Integer> ops = new HashSet<>();
  private final Set<Integer> before = new HashSet<>();
  private final Set<Integer> behind = new HashSet<>();

  private FlowCut(OpCosts costs, List<List<Device>> devices, int[] stageOf, int stage) {
    this.costs = costs;
    this.devices = devices;
    this.stageOf = stageOf;
    this.stage = stage;
    for (int op = 0; op < stageOf.length; op++) {
      if (costs.hasWork(op) && (stageOf[op] == stage || stageOf[op] == stage + 1)) {
        ops.add(op);
      }
    }
  }

  /// @param stageOf stage of each op; every producer in the stage of its readers or one before.
  ///   Changed in place, and stays so
  static void improve(OpCosts costs, List<List<Device>> devices, int[] stageOf) {
    for (int stage = 0; stage + 1 < devices.size(); stage++) {
      var cut = new FlowCut(costs, devices, stageOf, stage);
      if (cut.ops.size() <= MOST_OPS) {
        cut.improve();
      }
    }
  }

  private void improve() {
    var present = stageOf.clone();
    double most = slowest(present);
    double moved = moved(present);
    before.add(ops.stream().min(Integer::compare).orElseThrow());
    behind.add(ops.stream().max(Integer::compare).orElseThrow());
    while (before.stream().noneMatch(behind::contains)) {
      Checkpoint.pass();
      var first = minimumCut();
      var tried = present.clone();
      ops.forEach(op -> tried[op] = first.contains(op) ? stage : stage + 1);
      if (first.isEmpty() || moved(tried) > moved * (1 - LEAST_GAIN)) {
        return;
      }
      double early = time(stage, tried);
      double late = time(stage + 1, tried);
      if (Math.max(early, late) <= most && slowest(tried) <= most && isInLine(tried)) {
        System.arraycopy(tried, 0, stageOf, 0, tried.length);
        return;
      }
      if (!grow(first, early < late)) {
        return;
      }
    }
  }

  /// Whether every stage but the first is given something by an earlier one: stages that are not
  /// are no pipeline.
  private boolean isInLine(int[] stages) {
    var fed = new HashSet<>(Set.of(0));
    for (var value : costs.values()) {
      for (int reader : value.readers()) {
        if (stages[value.producer()] < stages[reader]) {
          fed.add(stages[reader]);
        }
      }
    }
    return fed.size() == devices.size();
  }

  /// Moves the bound of the lighter side behind what the cut gave it, and one op further: the one
  /// that lets least cross.
  private boolean grow(Set<Integer> first, boolean forwards) {
    var side = forwards ? before : behind;
    ops.stream().filter(op -> first.contains(op) == forwards).forEach(side::add);
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int op : ops) {
      if (!side.contains(op)
          && !(forwards ? behind : before).contains(op)
          && isNext(op, side, forwards)) {
        var tried = stageOf.clone();
        ops.forEach(each -> tried[each] = side.contains(each) == forwards ? stage : stage + 1);
        tried[op] = forwards ? stage : stage + 1;
        double moved = moved(tried);
        if (moved < least || moved == least && op < best == forwards) {
          best = op;
          least = moved;
        }
      }
    }
    return best >= 0 && side.add(best);
  }

  /// Whether all that the op reads is on the side before it, or all that reads it on that behind.
  private boolean isNext(int op, Set<Integer> side, boolean forwards) {
    for (var value : costs.values()) {
      boolean reads = Arrays.binarySearch(value.readers(), op) >= 0;
      if (forwards && reads && ops.contains(value.producer()) && !side.contains(value.producer())) {
        return false;
      }
      if (!forwards
          && value.producer() == op
          && Arrays.stream(value.readers()).anyMatch(r -> ops.contains(r) && !side.contains(r))) {
        return false;
      }
    }
    return true;
  }

  /// The ops of the first stage by a cut that lets least cross; none where there is no cut. Nodes 0
  /// to n−1 are the ops, n and n+1 the two ends, those behind them the values: a value crosses
  /// once, however many read it.
  private Set<Integer> minimumCut() {
    int source = stageOf.length;
    int sink = source + 1;
    var graph =
        new SimpleDirectedWeightedGraph<Integer, DefaultWeightedEdge>(DefaultWeightedEdge.class);
    graph.addVertex(source);
    graph.addVertex(sink);
    ops.forEach(graph::addVertex);
    double never = 1 + FUSED * costs.values().stream().mapToDouble(this::nanos).sum();
    before.forEach(op -> connect(graph, source, op, never));
    behind.forEach(op -> connect(graph, op, sink, never));
    int node = sink;
    for (var value : costs.values()) {
      int producer = value.producer();
      var readers = Arrays.stream(value.readers()).filter(ops::contains).toArray();
      if (ops.contains(producer) && readers.length > 0) {
        graph.addVertex(++node);
        connect(graph, producer, node, nanos(value) * (value.fused() ? FUSED : 1));
        for (int reader : readers) {
          connect(graph, node, reader, never);
          connect(graph, reader, producer, never);
        }
      }
    }
    var flow = new PushRelabelMFImpl<>(graph);
    return flow.calculateMinCut(source, sink) < never ? flow.getSourcePartition() : Set.of();
  }

  private static void connect(
      SimpleDirectedWeightedGraph<Integer, DefaultWeightedEdge> graph,
      int from,
      int to,
      double capacity) {
    var edge = graph.addEdge(from, to);
    if (edge != null) {
      graph.setEdgeWeight(edge, capacity);
    }
  }

  private double nanos(OpCosts.Edge value) {
    return nanos(value, stage, stage + 1);
  }

  /// Between the replicas that are farthest apart.
  private double nanos(OpCosts.Edge value, int from, int to) {
    double most = 0;
    for (int replica = 0; replica < devices.get(to).size(); replica++) {
      most =
          Math.max(
              most,
              costs.nanos(value, devices.get(from).get(replica), devices.get(to).get(replica)));
    }
    return most;
  }

  /// Time to receive all that crosses between any stages.
  private double moved(int[] stages) {
    double moved = 0;
    for (int reader = 0; reader < devices.size(); reader++) {
      moved += received(reader, stages);
    }
    return moved;
  }

  private double received(int reader, int[] stages) {
    double received = 0;
    for (var value : costs.values()) {
      int producer = stages[value.producer()];
      if (producer != reader
          && Arrays.stream(value.readers()).anyMatch(op -> stages[op] == reader)) {
        received += nanos(value, producer, reader);
      }
    }
    return received;
  }

  private double time(int at, int[] stages) {
    double slowest = 0;
    for (var device : devices.get(at)) {
      var nanos = costs.nanos(device);
      double sum = 0;
      for (int op = 0; op < nanos.length; op++) {
        sum += stages[op] == at ? nanos[op] : 0;
      }
      slowest = Math.max(slowest, sum);
    }
    return slowest + received(at, stages);
  }

  private double slowest(int[] stages) {
    double slowest = 0;
    for (int at = 0; at < devices.size(); at++) {
      slowest = Math.max(slowest, time(at, stages));
    }
    return slowest;
  }
}
