package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks for an order that leaves devices idle as little as possible and holds no more than it may:
/// fills the pipeline under many policies, and by turns makes the best order better move by move.
/// The same problem and budget give the same order, and more budget no worse one.
final class ZeroBubbleSearch {
  private static final double[] PATIENCE = {0, 0.3, 0.6, 1, 1.5};

  private static final int MOST_PATTERNS = 1000;

  /// Policies that are tried before the best order is made better.
  private static final int POLICIES = 24;

  private static final int MOVING = 3_500_000;

  /// Times in a row that nothing better is found, before it is given up.
  private static final int MOST_VAIN = 12;

  /// What filling by a policy takes of the budget, an action.
  private static final long FILLING = 12;

  /// What a move takes beside timing the order.
  private static final int MOVE = 100;

  private final Pipeline pipeline;
  private final int limit;
  private final int open;
  private final PipelineClock clock;
  private final SplittableRandom random = new SplittableRandom(1);
  private int @Nullable [][] best;
  private double bestNanos = Double.POSITIVE_INFINITY;
  private int bestHeld;
  private @Nullable ZeroBubblePolicy bestPolicy;

  private ZeroBubbleSearch(Pipeline pipeline, int limit, int open) {
    this.pipeline = pipeline;
    this.limit = limit;
    this.open = open;
    clock = new PipelineClock(pipeline);
  }

  /// @param limit pieces of chunks that a device may hold until their gradients of weights are done
  /// @param open of them those whose gradient of inputs is not done either
  /// @param known orders that count too, if they hold no more
  static List<List<Action>> order(
      Pipeline pipeline, int limit, int open, List<List<List<Action>>> known, SearchBudget budget) {
    int least = pipeline.chunks();
    var search = new ZeroBubbleSearch(pipeline, Math.max(limit, least), Math.max(open, least));
    known.forEach(order -> search.offer(search.clock.numbers(order)));
    search.search(budget.actions());
    var best = search.best;
    if (best == null) {
      throw new IllegalStateException("No policy fills " + pipeline);
    }
    return search.clock.order(best);
  }

  private void search(long budget) {
    var all = new ArrayList<>(policies().toList());
    Collections.shuffle(all, random);
    var policies = all.iterator();
    var improvement = new OrderImprovement(clock, limit, open, random);
    // About as much of the budget as the policies take between.
    int moves =
        Math.max(300, Math.min(MOVING / (clock.actions() + MOVE), 200 + 6 * clock.actions()));
    long left = budget;
    if (pipeline.chunks() == 2
        && pipeline.placement() == Placement.V
        && pipeline.problem().phases().contains(Phase.W)) {
      for (var order : RepeatedPatterns.orders(pipeline, limit, MOST_PATTERNS)) {
        if (left > 0) {
          offer(order);
          left -= 2L * clock.actions();
        }
      }
    }
    int vain = 0;
    while (best == null || left > 0 && vain < MOST_VAIN) {
      double before = bestNanos;
      for (int turn = 0; turn < POLICIES && (best == null || left > 0); turn++) {
        var policy = policies.hasNext() ? policies.next() : near();
        if (policy != null) {
          var order = clock.numbers(new ZeroBubbleFill(pipeline, policy).inProblem());
          left -= FILLING * clock.actions();
          bestPolicy = offer(order) ? policy : bestPolicy;
        }
      }
      if (best != null && left > (long) moves * (clock.actions() + MOVE)) {
        offer(improvement.improve(best, moves));
      }
      left -= (long) moves * (clock.actions() + MOVE);
      vain = bestNanos < before || policies.hasNext() ? 0 : vain + 1;
    }
  }

  private @Nullable ZeroBubblePolicy near() {
    if (bestPolicy == null && best == null) {
      throw new IllegalStateException("No policy fills " + pipeline);
    }
    return bestPolicy == null ? null : bestPolicy.near(random);
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

  /// Whether it is the best so far.
  private boolean offer(int[][] order) {
    if (Arrays.stream(order).mapToInt(actions -> actions.length).sum() != clock.actions()) {
      return false;
    }
    int held = Arrays.stream(order).mapToInt(clock::held).max().orElse(0);
    if (held > limit || Arrays.stream(order).anyMatch(actions -> clock.open(actions) > open)) {
      return false;
    }
    double nanos = clock.run(order);
    double same = nanos * 1e-9;
    if (nanos < bestNanos - same || nanos < bestNanos + same && held < bestHeld) {
      bestNanos = nanos;
      bestHeld = held;
      best = order;
      return true;
    }
    return false;
  }
}
