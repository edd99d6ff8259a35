package dev.partitura.engine.planner.network;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.simulate.NeededMemory;
import dev.partitura.engine.execute.simulate.Prediction;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.planner.PlanRequest.Objective;
import dev.partitura.engine.planner.network.NetworkPlan.Candidate;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Finds the plan of a network on a cluster: prices all plans of [PlanSpace], then runs the best of
/// each kind in thought, whose word is the answer. Works until all of that is done or the work is
/// cancelled, and then hands back the best so far. The same request gives the same plan. Used once.
public final class NetworkPlanner {
  /// Each plan that is run in thought is laid out whole; of large networks fewer are.
  private static final int MOST_OPS_LAID_OUT = 9_000;

  /// A tensor degree so far behind the best is not worth another way to split it.
  private static final double FAR_BEHIND = 1.6;

  /// Times as many plans that are run in thought where the network is so small that it costs next
  /// to nothing; estimates of such are the roughest.
  private static final int MORE_OF_SMALL = 4;

  private final NetworkRequest request;
  private final Progress progress;
  private final LongSupplier clock;
  private final MicroBatchSizes sizes;
  private final Estimator estimator;
  private final Harvest harvest;
  private final LowerBound.Nanos bound;
  private final List<Candidate> candidates = new ArrayList<>();
  private @Nullable Simulated best;
  private boolean complete = true;
  private long nanosTrying;

  /// @param lowered what was run
  private record Simulated(
      Estimate estimate, Plan plan, Lowered lowered, Prediction prediction, long bytes) {
    long nanos() {
      return prediction.result().trace().durationNanos();
    }
  }

  private NetworkPlanner(NetworkRequest request, Progress progress, LongSupplier clock) {
    this.request = request;
    this.progress = progress;
    this.clock = clock;
    sizes = MicroBatchSizes.of(request);
    estimator = new Estimator(request, sizes);
    harvest = new Harvest(request);
    bound = LowerBound.of(request, estimator.types(), sizes.least());
  }

  /// @param progress hears how many plans were priced, then how many were run in thought
  /// @param clock tells nanoseconds, for the pace of pricing that is told; the plan does not depend
  ///   on it
  /// @throws ProblemException when no plan can be laid out, or none fits in memory, or it was
  ///   cancelled before one was run in thought
  public static NetworkPlan plan(NetworkRequest request, Progress progress, LongSupplier clock) {
    var planner = begun(request, progress, clock);
    try {
      planner.price();
      planner.simulate();
    } catch (CancelledException _) {
      planner.complete = false;
    }
    return planner.answer();
  }

  private static NetworkPlanner begun(
      NetworkRequest request, Progress progress, LongSupplier clock) {
    try {
      return new NetworkPlanner(request, progress, clock);
    } catch (CancelledException _) {
      throw ProblemException.of("planner.late", "");
    }
  }

  private static Degrees smallest(int tensor, int microBatch, boolean sequence) {
    return new Degrees(1, tensor, 1, 1, microBatch, 1, Plan.FORWARD, Recompute.NONE, 0, sequence);
  }

  private void price() {
    var apart = sizes.refusal();
    if (apart != null) {
      harvest.refuse("micro-batch", smallest(1, 1, false), apart);
    }
    var space =
        new PlanSpace(
            request, estimator.cuts().places().length + 1, estimator.mostSamples(), sizes);
    for (int tensor : space.tensors()) {
      price(space, tensor, false);
    }
    if (!request.trains()) {
      return;
    }
    double limit = FAR_BEHIND * harvest.bestNanos();
    for (int tensor : space.tensors()) {
      if (tensor > 1 && harvest.bestNanos(tensor) <= limit) {
        price(space, tensor, true);
      }
    }
  }

  private void price(PlanSpace space, int tensor, boolean sequence) {
    var first = smallest(tensor, sizes.least(), sequence);
    try {
      estimator.figures(first);
    } catch (ProblemException refused) {
      if (tensor > 1) {
        harvest.refuse(
            sequence ? "sequence-parallel" : "tensor", first, refused.problems().getFirst());
        return;
      }
      throw refused;
    }
    long[] began = {clock.getAsLong()};
    space.visit(
        tensor,
        sequence,
        degrees -> {
          Checkpoint.pass();
          try {
            harvest.add(estimator.of(degrees));
          } catch (ProblemException refused) {
            harvest.refuse("schedule", degrees, refused.problems().getFirst());
          }
          progress.update("price", harvest.tried(), 0);
        });
    nanosTrying += clock.getAsLong() - began[0];
  }

  private void simulate() {
    var best = harvest.best();
    int most =
        Math.clamp(
            MOST_OPS_LAID_OUT / request.network().ops().size(),
            1,
            MORE_OF_SMALL * request.simulations());
    int fitted = 0;
    int done = 0;
    for (var estimate : best) {
      if (fitted >= most || done >= 2 * most) {
        candidates.add(
            new Candidate(
                words(estimate), estimate.nanos(), 0, Math.round(estimate.peakBytes()), null));
        if (candidates.size() >= 2 * Math.max(most, request.simulations())) {
          break;
        }
        continue;
      }
      progress.update("simulate", ++done, most);
      fitted += simulate(estimate) ? 1 : 0;
    }
    var least = harvest.least();
    if (this.best == null && least != null) {
      simulate(least);
    }
  }

  /// @return whether it fits
  private boolean simulate(Estimate estimate) {
    try {
      var plan = PlanLayout.of(request, estimator.types(), estimator.ops().order(), estimate);
      var lowered = lowered(plan);
      var prediction = Prediction.of(lowered, new SimulatedExecutor(), request.trains());
      long bytes = NeededMemory.most(lowered, prediction.result().trace());
      var simulated = new Simulated(estimate, plan, lowered, prediction, bytes);
      boolean fits = bytes <= request.limitBytes();
      candidates.add(
          new Candidate(
              words(estimate),
              estimate.nanos(),
              simulated.nanos(),
              bytes,
              fits ? null : lacks(bytes)));
      if (fits && (best == null || isBetter(simulated, best))) {
        best = simulated;
      }
      return fits;
    } catch (ProblemException refused) {
      candidates.add(
          new Candidate(
              words(estimate),
              estimate.nanos(),
              0,
              Math.round(estimate.peakBytes()),
              refused.problems().getFirst()));
      return false;
    }
  }

  private Problem lacks(long bytes) {
    return Problem.of("planner.candidate.memory", "", bytes, request.limitBytes());
  }

  private boolean isBetter(Simulated one, Simulated other) {
    return request.objective() == Objective.MEMORY
        ? one.bytes() < other.bytes()
        : one.nanos() < other.nanos();
  }

  private Lowered lowered(Plan plan) {
    var lowering = Lowering.toPredict();
    var optimizer = request.optimizer();
    return optimizer != null
        ? lowering
            .lowerStep(
                request.network(),
                request.cluster(),
                plan,
                optimizer,
                request.globalBatch(),
                Map.of(),
                null)
            .lowered()
        : lowering.lower(
            request.network(), request.cluster(), plan, request.globalBatch(), Map.of(), null);
  }

  private String words(Estimate estimate) {
    return estimate.degrees().words(request.precision());
  }

  private NetworkPlan answer() {
    var found = best;
    if (found == null) {
      throw missing();
    }
    double bytes = LowerBound.bytes(request);
    return new NetworkPlan(
        found.plan(),
        words(found.estimate()),
        found.prediction(),
        found.bytes(),
        found.estimate().degrees().devices(),
        bound.nanos(),
        bytes,
        bound.byWork() ? "work" : "path",
        candidates,
        harvest.tried(),
        nanosTrying,
        harvest.pareto(),
        Bottlenecks.of(found.lowered(), found.prediction().result().trace()),
        harvest.alternatives(found.estimate()),
        harvest.binding(found.estimate()),
        complete);
  }

  /// Why there is no plan.
  private ProblemException missing() {
    var least = harvest.least();
    if (!complete || least == null) {
      return ProblemException.of(least == null && complete ? "planner.none" : "planner.late", "");
    }
    long bytes =
        candidates.stream()
            .filter(each -> each.simulatedNanos() > 0)
            .mapToLong(Candidate::bytes)
            .min()
            .orElse(Math.round(least.peakBytes()));
    return ProblemException.of(
        "planner.memory",
        "",
        request.limitBytes(),
        bytes - request.limitBytes(),
        words(least),
        bytes);
  }
}
