package dev.partitura.engine.plan.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Plays a pipeline through on a clock of its own: a device takes what is ready, backwards before
/// forwards as the policy says, and gradients of weights where it would be idle or is full. What is
/// under way can always go on, so that it ends. Used once; cost O(actions · (chunks + log
/// devices)).
final class ZeroBubbleFill {
  private final Pipeline pipeline;
  private final ZeroBubblePolicy policy;
  private final double[] nanos = new double[3];
  private final double transfer;
  private final boolean splits;
  private final int stages;
  private final int microBatches;

  /// When the forward and the input gradient of a stage are done, by stage and micro-batch.
  private final double[][] forwardAt;

  private final double[][] backwardAt;
  private final int[] forwards;
  private final int[] backwards;
  private final Lane[] lanes;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::nanos).thenComparingInt(Event::device));

  private record Event(double nanos, int device) {}

  private static final class Lane {
    final List<Action> actions = new ArrayList<>();
    final ArrayDeque<Action> weights = new ArrayDeque<>();
    double free;
    int held;
    int open;
    int entered;
    boolean afterBackward;
  }

  ZeroBubbleFill(Pipeline pipeline, ZeroBubblePolicy policy) {
    this.pipeline = pipeline;
    this.policy = policy;
    var problem = pipeline.problem();
    transfer = problem.transferNanos();
    splits = problem.phases().contains(Phase.W);
    stages = pipeline.row().size();
    microBatches = pipeline.microBatches();
    for (var phase : List.of(Phase.F, Phase.B, Phase.W)) {
      nanos[phase.ordinal()] =
          problem.stages().stream()
              .mapToDouble(stage -> stage.nanos().getOrDefault(phase, 0.0))
              .max()
              .orElse(0);
    }
    forwardAt = new double[stages][microBatches];
    backwardAt = new double[stages][microBatches];
    for (int stage = 0; stage < stages; stage++) {
      Arrays.fill(forwardAt[stage], Double.POSITIVE_INFINITY);
      Arrays.fill(backwardAt[stage], Double.POSITIVE_INFINITY);
    }
    forwards = new int[stages];
    backwards = new int[stages];
    lanes = new Lane[pipeline.devices()];
    Arrays.setAll(lanes, _ -> new Lane());
  }

  /// The actions of each device of the problem.
  List<List<Action>> inProblem() {
    var byPlace = order();
    var order = new ArrayList<List<Action>>(Collections.nCopies(lanes.length, List.of()));
    for (int device = 0; device < lanes.length; device++) {
      order.set(pipeline.lanes().get(device), byPlace.get(device));
    }
    return order;
  }

  private List<List<Action>> order() {
    for (int device = 0; device < lanes.length; device++) {
      events.add(new Event(0, device));
    }
    while (!events.isEmpty()) {
      var event = events.remove();
      if (event.nanos() >= lanes[event.device()].free) {
        decide(event.device(), event.nanos());
      }
    }
    return Arrays.stream(lanes).map(lane -> lane.actions).toList();
  }

  private void decide(int device, double now) {
    var lane = lanes[device];
    int stage = -1;
    boolean isForward = false;
    double soon = Double.POSITIVE_INFINITY;
    boolean isFull = false;
    double best = Double.POSITIVE_INFINITY;
    for (int chunk = 0; chunk < pipeline.chunks(); chunk++) {
      int own = pipeline.place(device, chunk);
      double backward = backwardReady(own);
      if (backward <= now) {
        double rank =
            backwards[own] * 1e-6 + (lane.afterBackward && policy.byTurns() ? 2 : 1) - chunk * 1e-9;
        if (rank < best) {
          best = rank;
          stage = own;
          isForward = false;
        }
      } else {
        soon = Math.min(soon, backward);
      }
      double forward = forwardReady(own);
      boolean fits = fits(lane, device, chunk);
      if (forward <= now && fits) {
        double rank =
            chunk > 0 && policy.forwardFirst()
                ? 0
                : (lane.afterBackward && policy.byTurns() ? 1.5 : 3) - chunk * 1e-3;
        if (rank < best) {
          best = rank;
          stage = own;
          isForward = true;
        }
      } else if (fits) {
        soon = Math.min(soon, forward);
      } else {
        isFull |= forward <= now;
      }
    }
    if (stage >= 0) {
      take(device, stage, isForward, now);
    } else if (!lane.weights.isEmpty()
        && (isFull
            || soon - now >= policy.patience(device, lanes.length) * nanos[Phase.W.ordinal()])) {
      lane.actions.add(lane.weights.remove());
      lane.held--;
      free(device, now + nanos[Phase.W.ordinal()]);
    } else if (soon < Double.POSITIVE_INFINITY) {
      events.add(new Event(soon, device));
    }
  }

  private boolean fits(Lane lane, int device, int chunk) {
    return lane.held < policy.limit()
        && lane.open < policy.open()
        && (chunk > 0 || lane.entered < policy.entering(device, lanes.length, pipeline.chunks()));
  }

  private double forwardReady(int stage) {
    int microBatch = forwards[stage];
    return microBatch == microBatches
        ? Double.POSITIVE_INFINITY
        : stage == 0 ? 0 : forwardAt[stage - 1][microBatch] + transfer(stage - 1, stage);
  }

  private double backwardReady(int stage) {
    int microBatch = backwards[stage];
    if (microBatch >= forwards[stage]) {
      return Double.POSITIVE_INFINITY;
    }
    return stage == stages - 1
        ? forwardAt[stage][microBatch]
        : backwardAt[stage + 1][microBatch] + transfer(stage + 1, stage);
  }

  private int device(int stage) {
    return pipeline.placement().device(stage, lanes.length);
  }

  private double transfer(int from, int to) {
    return device(from) == device(to) ? 0 : transfer;
  }

  private void take(int device, int stage, boolean isForward, double now) {
    var lane = lanes[device];
    int microBatch = isForward ? forwards[stage]++ : backwards[stage]++;
    var phase = isForward ? Phase.F : Phase.B;
    var action = new Action(pipeline.row().get(stage), phase, microBatch);
    lane.actions.add(action);
    double end = now + nanos[phase.ordinal()];
    (isForward ? forwardAt : backwardAt)[stage][microBatch] = end;
    lane.afterBackward = !isForward;
    int entering = stage < lanes.length ? 1 : 0;
    if (isForward) {
      lane.held++;
      lane.open++;
      lane.entered += entering;
    } else {
      lane.open--;
      lane.entered -= entering;
      if (splits) {
        lane.weights.add(action.in(Phase.W));
      } else {
        lane.held--;
      }
    }
    int next = isForward ? stage + 1 : stage - 1;
    if (next >= 0 && next < stages) {
      events.add(new Event(end + transfer(stage, next), device(next)));
    }
    free(device, end);
  }

  private void free(int device, double end) {
    lanes[device].free = end;
    events.add(new Event(end, device));
  }
}
