package dev.partitura.engine.plan;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Cuts a network into contiguous stages of its dependency order so that the slowest stage is as
/// fast as can be, counting the time to receive what crosses the cut; among equals the cut that
/// moves least. Exact for such cuts, by dynamic programming. Cost O(stages × ops²) time, O(stages ×
/// ops) memory; above some thousand ops the candidates are thinned to the cheapest cuts.
final class PipelineCut {
  private static final int MOST_CANDIDATES = 1_500;

  private final OpCosts costs;
  private final double[] before;
  private final double[] crossing;
  private final boolean[] splitsFusion;

  private PipelineCut(OpCosts costs) {
    this.costs = costs;
    int ops = costs.nanos().length;
    before = new double[ops + 1];
    for (int i = 0; i < ops; i++) {
      before[i + 1] = before[i] + costs.nanos()[i];
    }
    crossing = new double[ops + 1];
    splitsFusion = new boolean[ops + 1];
    for (var value : costs.values()) {
      int last = value.readers()[value.readers().length - 1];
      crossing[value.producer() + 1] += value.nanos();
      crossing[last + 1] -= value.nanos();
      if (value.fused()) {
        Arrays.fill(splitsFusion, value.producer() + 1, last + 1, true);
      }
    }
    for (int i = 1; i <= ops; i++) {
      crossing[i] += crossing[i - 1];
    }
  }

  /// Stage of every op.
  ///
  /// @throws ProblemException when the network has fewer ops with work than stages
  static Map<OpId, Integer> cut(OpCosts costs, int stages) {
    int working = 0;
    for (double cost : costs.nanos()) {
      working += cost > 0 ? 1 : 0;
    }
    if (stages > Math.max(1, working)) {
      throw ProblemException.of("plan.stages.many", "", working, stages, Math.max(1, working));
    }
    var pipeline = new PipelineCut(costs);
    var partition = new LinkedHashMap<OpId, Integer>();
    int[] ends = pipeline.ends(stages);
    int stage = 0;
    for (int op = 0; op < costs.ops().size(); op++) {
      while (stage < stages - 1 && op >= ends[stage]) {
        stage++;
      }
      partition.put(costs.ops().get(op).id(), stage);
    }
    return withReaders(costs, partition);
  }

  /// Ops without work go where they are first read, so that a stage does not wait for a constant of
  /// another.
  private static Map<OpId, Integer> withReaders(OpCosts costs, Map<OpId, Integer> partition) {
    var readerStage = new LinkedHashMap<String, Integer>();
    for (int op = costs.ops().size() - 1; op >= 0; op--) {
      var id = costs.ops().get(op).id();
      if (costs.nanos()[op] == 0) {
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

  private int[] ends(int stages) {
    for (boolean keepFusions : new boolean[] {true, false}) {
      var ends = ends(stages, candidates(keepFusions));
      if (ends.length > 0) {
        return ends;
      }
    }
    throw new IllegalStateException("No cut into " + stages + " stages was found");
  }

  private int[] candidates(boolean keepFusions) {
    int ops = costs.nanos().length;
    var places = new java.util.ArrayList<Integer>();
    for (int cut = 1; cut < ops; cut++) {
      boolean emptyBehind = costs.nanos()[cut - 1] == 0;
      if (!emptyBehind && !(keepFusions && splitsFusion[cut])) {
        places.add(cut);
      }
    }
    if (places.size() > MOST_CANDIDATES) {
      places.sort(java.util.Comparator.comparingDouble(cut -> crossing[cut]));
      places.subList(MOST_CANDIDATES, places.size()).clear();
      places.sort(null);
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The op behind the end of each stage but the last, or nothing when there are too few
  /// candidates.
  private int[] ends(int stages, int[] cuts) {
    if (cuts.length < stages - 1) {
      return new int[0];
    }
    int ops = costs.nanos().length;
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
      Arrays.fill(slowest[stage], Double.POSITIVE_INFINITY);
      for (int end = stage; end < points; end++) {
        Checkpoint.pass();
        for (int begin = end - 1; begin >= stage - 1; begin--) {
          double own = before[at[end]] - before[at[begin]] + crossing[at[begin]];
          if (own - crossing[at[begin]] > slowest[stage][end]) {
            break;
          }
          double worst = Math.max(own, slowest[stage - 1][begin]);
          double bytes = moved[stage - 1][begin] + crossing[at[begin]];
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
