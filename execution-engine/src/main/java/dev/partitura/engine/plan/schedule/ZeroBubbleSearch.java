package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks for an order that leaves devices idle as little as possible and holds no more than it may:
/// fills the pipeline under many policies and keeps the best. The same problem gives the same
/// order. Cost: some hundred times that of [ZeroBubbleFill].
final class ZeroBubbleSearch {
  private static final double[] PATIENCE = {0, 0.3, 0.6, 1, 1.5};

  /// Policies near the best that are tried.
  private static final int MOST_NEAR = 1500;

  /// Actions that are tried over all policies.
  private static final long MOST_ACTIONS = 4_000_000;

  private final Pipeline pipeline;
  private final int limit;
  private final int open;
  private @Nullable List<List<Action>> best;
  private double bestNanos = Double.POSITIVE_INFINITY;
  private int bestHeld;
  private @Nullable ZeroBubblePolicy bestPolicy;

  private ZeroBubbleSearch(Pipeline pipeline, int limit, int open) {
    this.pipeline = pipeline;
    this.limit = limit;
    this.open = open;
  }

  /// @param limit pieces of chunks that a device may hold until their gradients of weights are done
  /// @param open of them those whose gradient of inputs is not done either
  /// @param known orders that count too, if they hold no more
  static List<List<Action>> order(
      Pipeline pipeline, int limit, int open, List<List<List<Action>>> known) {
    int least = pipeline.chunks();
    var search = new ZeroBubbleSearch(pipeline, Math.max(limit, least), Math.max(open, least));
    known.forEach(search::offer);
    search.search();
    var best = search.best;
    if (best == null) {
      throw new IllegalStateException("No policy fills " + pipeline);
    }
    return best;
  }

  private void search() {
    long actions = 3L * pipeline.row().size() * pipeline.microBatches();
    long tries = Math.max(8, MOST_ACTIONS / Math.max(1, actions));
    policies().limit(tries).forEach(this::attempt);
    var random = new SplittableRandom(1);
    for (long left = Math.clamp(tries / 4, 8, MOST_NEAR); left > 0; left--) {
      var from = bestPolicy;
      if (from != null) {
        attempt(from.near(random));
      }
    }
  }

  /// From all over the range.
  private Stream<ZeroBubblePolicy> policies() {
    int devices = pipeline.devices();
    double[] entering =
        pipeline.chunks() == 1
            ? new double[] {open, Math.min(open, 2.0 * devices - 1), devices, 1, 2, 4}
            : Arrays.stream(new double[] {0.5, 0.6, 0.75, 0.9, 1, 0.35})
                .map(x -> x * open)
                .toArray();
    var choices = List.of(false, true);
    return Arrays.stream(entering)
        .boxed()
        .flatMap(first ->
            Arrays.stream(entering)
                .boxed()
                .flatMap(last ->
                    Arrays.stream(PATIENCE)
                        .boxed()
                        .flatMap(patience ->
                            choices.stream()
                                .filter(forwardFirst -> pipeline.chunks() > 1 || !forwardFirst)
                                .flatMap(forwardFirst ->
                                    choices.stream()
                                        .map(byTurns ->
                                            new ZeroBubblePolicy(
                                                limit,
                                                open,
                                                first,
                                                last,
                                                patience,
                                                patience,
                                                forwardFirst,
                                                byTurns))))));
  }

  private void attempt(ZeroBubblePolicy policy) {
    if (offer(inProblem(new ZeroBubbleFill(pipeline, policy).order()))) {
      bestPolicy = policy;
    }
  }

  private List<List<Action>> inProblem(List<List<Action>> byPlace) {
    var order = new ArrayList<List<Action>>(Collections.nCopies(byPlace.size(), List.of()));
    for (int device = 0; device < byPlace.size(); device++) {
      order.set(pipeline.lanes().get(device), byPlace.get(device));
    }
    return order;
  }

  /// Whether it is the best so far.
  private boolean offer(List<List<Action>> order) {
    int actions = 3 * pipeline.row().size() * pipeline.microBatches();
    if (order.stream().mapToInt(List::size).sum() != actions) {
      return false;
    }
    var times = OrderTimes.of(pipeline.problem(), order, Double.NaN);
    int held = most(times.peakActivations());
    if (held > limit || most(times.peakActivationsUntilInput()) > open) {
      return false;
    }
    double nanos = times.longestSpanNanos() + 1e-3 * times.makespanNanos();
    double same = nanos * 1e-9;
    if (nanos < bestNanos - same || nanos < bestNanos + same && held < bestHeld) {
      bestNanos = nanos;
      bestHeld = held;
      best = order;
      return true;
    }
    return false;
  }

  private static int most(List<Integer> peaks) {
    return peaks.stream().reduce(0, Math::max);
  }
}
