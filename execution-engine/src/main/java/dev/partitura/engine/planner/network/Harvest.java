package dev.partitura.engine.planner.network;

import dev.partitura.engine.planner.PlanRequest.Objective;
import dev.partitura.engine.planner.network.NetworkPlan.Binding;
import dev.partitura.engine.planner.network.NetworkPlan.Point;
import dev.partitura.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is kept of the plans that were priced: the best of each kind, those of which none is better
/// in everything, and what kept others away. Used by one thread.
final class Harvest {
  private final NetworkRequest request;
  private final Comparator<Estimate> order;
  private final Map<List<Object>, Estimate> bestOfKind = new LinkedHashMap<>();
  private final Map<List<String>, Estimate> bestOfDegree = new LinkedHashMap<>();
  private final List<Estimate> front = new ArrayList<>();
  private final Map<String, Kept> keptAway = new LinkedHashMap<>();
  private @Nullable Estimate least;
  private long tried;

  /// Plans that one constraint keeps away.
  private static final class Kept {
    long plans;
    @Nullable Estimate fastest;
    @Nullable Problem why;
    String words = "";
  }

  Harvest(NetworkRequest request) {
    this.request = request;
    Comparator<Estimate> byTime = Comparator.comparingDouble(Estimate::nanos);
    Comparator<Estimate> byBytes = Comparator.comparingDouble(Estimate::peakBytes);
    order =
        request.objective() == Objective.MEMORY
            ? byBytes.thenComparing(byTime)
            : byTime.thenComparing(byBytes);
  }

  long tried() {
    return tried;
  }

  void add(Estimate estimate) {
    tried++;
    if (least == null || estimate.peakBytes() < least.peakBytes()) {
      least = estimate;
    }
    if (estimate.peakBytes() > request.limitBytes()) {
      var kept = keptAway.computeIfAbsent("memory", _ -> new Kept());
      kept.plans++;
      if (kept.fastest == null || estimate.nanos() < kept.fastest.nanos()) {
        kept.fastest = estimate;
      }
      return;
    }
    var degrees = estimate.degrees();
    keep(
        bestOfKind,
        List.of(
            degrees.data(),
            degrees.tensor(),
            degrees.pipeline(),
            degrees.schedule(),
            degrees.zero()),
        estimate);
    degreesOf(degrees).forEach((name, value) -> keep(bestOfDegree, List.of(name, value), estimate));
    offer(estimate);
  }

  private <K> void keep(Map<K, Estimate> map, K key, Estimate estimate) {
    map.merge(key, estimate, (one, other) -> order.compare(other, one) < 0 ? other : one);
  }

  /// @param constraint such as `tensor`
  void refuse(String constraint, Degrees degrees, Problem why) {
    tried++;
    var kept = keptAway.computeIfAbsent(constraint, _ -> new Kept());
    if (kept.plans++ == 0) {
      kept.why = why;
      kept.words = degrees.words(request.precision());
    }
  }

  private void offer(Estimate estimate) {
    for (var other : front) {
      if (isNoWorse(other, estimate)) {
        return;
      }
    }
    front.removeIf(other -> isNoWorse(estimate, other));
    front.add(estimate);
  }

  private static boolean isNoWorse(Estimate one, Estimate other) {
    return one.nanos() <= other.nanos()
        && one.peakBytes() <= other.peakBytes()
        && one.degrees().devices() <= other.degrees().devices();
  }

  /// The best of each kind, best first.
  List<Estimate> best() {
    return bestOfKind.values().stream().sorted(order).toList();
  }

  /// The one that takes least memory of all.
  @Nullable Estimate least() {
    return least;
  }

  /// The best time so far; infinite where none fits.
  double bestNanos() {
    return bestOfKind.values().stream()
        .mapToDouble(Estimate::nanos)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /// The best time so far of plans of so many shards; infinite where none was priced.
  double bestNanos(int tensor) {
    var best = bestOfDegree.get(List.of("tensor", Integer.toString(tensor)));
    return best == null ? Double.POSITIVE_INFINITY : best.nanos();
  }

  List<Point> pareto() {
    return front.stream()
        .sorted(
            Comparator.comparingInt((Estimate each) -> each.degrees().devices())
                .thenComparingDouble(Estimate::nanos))
        .map(each ->
            new Point(
                each.degrees().words(request.precision()),
                each.degrees().devices(),
                each.nanos(),
                each.peakBytes()))
        .toList();
  }

  /// The best plans in which one degree is another than in the chosen.
  List<NetworkPlan.Alternative> alternatives(Estimate chosen) {
    var own = degreesOf(chosen.degrees());
    var alternatives = new ArrayList<NetworkPlan.Alternative>();
    bestOfDegree.forEach((key, best) -> {
      var value = own.getOrDefault(key.get(0), "");
      if (!value.equals(key.get(1))) {
        alternatives.add(
            new NetworkPlan.Alternative(
                key.get(0),
                key.get(1),
                value,
                best.degrees().words(request.precision()),
                best.nanos() / chosen.nanos() - 1,
                best.peakBytes()));
      }
    });
    return alternatives.stream()
        .sorted(
            Comparator.comparing(NetworkPlan.Alternative::degree)
                .thenComparingDouble(NetworkPlan.Alternative::change))
        .toList();
  }

  private static Map<String, String> degreesOf(Degrees degrees) {
    var of = new HashMap<String, String>();
    of.put("data", Integer.toString(degrees.data()));
    of.put("tensor", Integer.toString(degrees.tensor()));
    of.put("pipeline", Integer.toString(degrees.pipeline()));
    of.put("chunks", Integer.toString(degrees.chunks()));
    of.put("micro-batch", Integer.toString(degrees.microBatch()));
    of.put("schedule", degrees.schedule());
    of.put("recompute", degrees.recompute().word());
    of.put("zero", Integer.toString(degrees.zero()));
    of.put("sequence-parallel", Boolean.toString(degrees.sequenceParallel()));
    return of;
  }

  /// What keeps away what the estimate takes for faster than the chosen, and what cannot be laid
  /// out.
  List<Binding> binding(Estimate chosen) {
    var binding = new ArrayList<Binding>();
    keptAway.forEach((constraint, kept) -> {
      var fastest = kept.fastest;
      if (fastest != null && fastest.nanos() < chosen.nanos()) {
        binding.add(
            new Binding(
                constraint,
                kept.plans,
                fastest.degrees().words(request.precision()),
                1 - fastest.nanos() / chosen.nanos(),
                lacks(fastest)));
      } else if (kept.why != null) {
        binding.add(new Binding(constraint, kept.plans, kept.words, 0, kept.why));
      }
    });
    return binding;
  }

  private Problem lacks(Estimate estimate) {
    return Problem.of(
        "planner.stage.memory",
        "",
        estimate.fullest(),
        Math.round(estimate.peakBytes()),
        request.limitBytes());
  }
}
