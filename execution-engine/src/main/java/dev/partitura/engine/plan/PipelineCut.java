package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Cuts a network into contiguous stages of its dependency order so that the slowest stage is as
/// fast as can be on its devices, counting the time to receive over their links what crosses the
/// cut; among equals the cut that moves least. Exact for such cuts, by dynamic programming; then
/// [FlowCut] looks for cuts across the order that move less in the same time. Cost O(stages × ops²)
/// time, O(stages × ops) memory; above some thousand ops the candidates are thinned to the cheapest
/// cuts.
final class PipelineCut {
  private static final int MOST_CANDIDATES = 1_500;

  private final OpCosts costs;
  private final int stages;

  /// By stage and op: time of the ops before it on the slowest of the stage's devices.
  private final double[][] before;

  /// By stage and op: time to receive what crosses in front of it from the stage before.
  private final double[][] crossing;

  private final boolean[] splitsFusion;

  private PipelineCut(OpCosts costs, List<List<Device>> devices) {
    this.costs = costs;
    stages = devices.size();
    int ops = costs.ops().size();
    before = new double[stages][ops + 1];
    crossing = new double[stages][ops + 1];
    splitsFusion = new boolean[ops + 1];
    for (int stage = 0; stage < stages; stage++) {
      addOps(before[stage], slowest(devices.get(stage)));
      for (int replica = 0; stage > 0 && replica < devices.get(stage).size(); replica++) {
        addValues(
            crossing[stage], devices.get(stage - 1).get(replica), devices.get(stage).get(replica));
      }
    }
    for (var value : costs.values()) {
      if (value.fused()) {
        Arrays.fill(splitsFusion, value.producer() + 1, last(value) + 1, true);
      }
    }
  }

  private static int last(OpCosts.Edge value) {
    return value.readers()[value.readers().length - 1];
  }

  private Device slowest(List<Device> replicas) {
    return Collections.max(replicas, Comparator.comparingDouble(costs::total));
  }

  private void addOps(double[] sums, Device device) {
    var nanos = costs.nanos(device);
    for (int op = 0; op < nanos.length; op++) {
      sums[op + 1] = sums[op] + nanos[op];
    }
  }

  private void addValues(double[] slowest, Device from, Device to) {
    var change = new double[slowest.length];
    for (var value : costs.values()) {
      double nanos = costs.nanos(value, from, to);
      change[value.producer() + 1] += nanos;
      change[last(value) + 1] -= nanos;
    }
    double sum = 0;
    for (int op = 0; op < change.length; op++) {
      sum += change[op];
      slowest[op] = Math.max(slowest[op], sum);
    }
  }

  /// Stage of every op.
  ///
  /// @param devices of each stage, one for each replica
  /// @throws ProblemException when the network has fewer ops with work than stages
  static Map<OpId, Integer> cut(OpCosts costs, List<List<Device>> devices) {
    int stages = devices.size();
    int working = 0;
    for (int op = 0; op < costs.ops().size(); op++) {
      working += costs.hasWork(op) ? 1 : 0;
    }
    if (stages > Math.max(1, working)) {
      throw ProblemException.of("plan.stages.many", "", working, stages, Math.max(1, working));
    }
    int[] ends = stages == 1 ? new int[0] : new PipelineCut(costs, devices).ends();
    var stageOf = new int[costs.ops().size()];
    int stage = 0;
    for (int op = 0; op < stageOf.length; op++) {
      while (stage < stages - 1 && op >= ends[stage]) {
        stage++;
      }
      stageOf[op] = stage;
    }
    FlowCut.improve(costs, devices, stageOf);
    var partition = new LinkedHashMap<OpId, Integer>();
    for (int op = 0; op < stageOf.length; op++) {
      partition.put(costs.ops().get(op).id(), stageOf[op]);
    }
    return withReaders(costs, partition);
  }

  /// Ops without work go where they are first read, so that a stage does not wait for a constant of
  /// another.
  private static Map<OpId, Integer> withReaders(OpCosts costs, Map<OpId, Integer> partition) {
    var readerStage = new LinkedHashMap<String, Integer>();
    for (int op = costs.ops().size() - 1; op >= 0; op--) {
      var id = costs.ops().get(op).id();
      if (!costs.hasWork(op)) {
        int stage = partition.getOrDefault(id, 0);
        for (var output : costs.ops().get(op).outputs()) {
          stage = readerStage.getOrDefault(output, stage);
        }
        partition.put(id, stage);
      }
      for (var value : costs.ops().get(op).dependencies()) {
        readerStage.merge(value, partition.getOrDefault(id, 0), Math::min);
      }
    }
    return partition;
  }

  private int[] ends() {
    for (boolean keepFusions : new boolean[] {true, false}) {
      var ends = ends(candidates(keepFusions));
      if (ends.length > 0) {
        return ends;
      }
    }
    throw new IllegalStateException("No cut into " + stages + " stages was found");
  }

  private int[] candidates(boolean keepFusions) {
    int ops = costs.ops().size();
    var places = new ArrayList<Integer>();
    for (int cut = 1; cut < ops; cut++) {
      boolean emptyBehind = !costs.hasWork(cut - 1);
      if (!emptyBehind && !(keepFusions && splitsFusion[cut])) {
        places.add(cut);
      }
    }
    if (places.size() > MOST_CANDIDATES) {
      places.sort(Comparator.comparingDouble(this::crossing));
      places.subList(MOST_CANDIDATES, places.size()).clear();
      places.sort(null);
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The longest time that what crosses in front of an op takes into any stage.
  private double crossing(int op) {
    return Arrays.stream(crossing).mapToDouble(stage -> stage[op]).max().orElse(0);
  }

  /// The op behind the end of each stage but the last, or nothing when there are too few
  /// candidates.
  private int[] ends(int[] cuts) {
    if (cuts.length < stages - 1) {
      return new int[0];
    }
    int ops = costs.ops().size();
    int points = cuts.length + 2;
    var at = new int[points];
    System.arraycopy(cuts, 0, at, 1, cuts.length);
    at[points - 1] = ops;
    var slowest = new double[stages + 1][points];
    var moved = new double[stages + 1][points];
    var from = new int[stages + 1][points];
    Arrays.fill(slowest[0], Double.POSITIVE_INFINITY);
    slowest[0][0] = 0;
    for (int stage = 1; stage <= stages; stage++) {
      var computing = before[stage - 1];
      var receiving = crossing[stage - 1];
      Arrays.fill(slowest[stage], Double.POSITIVE_INFINITY);
      for (int end = stage; end < points; end++) {
        Checkpoint.pass();
        for (int begin = end - 1; begin >= stage - 1; begin--) {
          double own = computing[at[end]] - computing[at[begin]] + receiving[at[begin]];
          if (own - receiving[at[begin]] > slowest[stage][end]) {
            break;
          }
          double worst = Math.max(own, slowest[stage - 1][begin]);
          double bytes = moved[stage - 1][begin] + receiving[at[begin]];
          if (worst < slowest[stage][end]
              || (worst == slowest[stage][end] && bytes < moved[stage][end])) {
            slowest[stage][end] = worst;
            moved[stage][end] = bytes;
            from[stage][end] = begin;
          }
        }
      }
    }
    if (Double.isInfinite(slowest[stages][points - 1])) {
      return new int[0];
    }
    var ends = new int[stages - 1];
    int point = points - 1;
    for (int stage = stages; stage > 1; stage--) {
      point = from[stage][point];
      ends[stage - 2] = at[point];
    }
    return ends;
  }
}
