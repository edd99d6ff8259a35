package dev.partitura.engine.plan.schedule;

import java.util.List;

/// Lets the devices go through their orders on a clock. Used once.
final class OrderClock {
  final double[][] begin;
  final double[][] end;
  final double[] busy;

  private final ScheduleProblem problem;
  private final List<List<Action>> order;
  private final double pairNanos;
  private final Precedence precedence;

  /// By kind and piece; not a number before it is done.
  private final double[] doneAt;

  private final double[] free;

  OrderClock(ScheduleProblem problem, List<List<Action>> order, double pairNanos) {
    this.problem = problem;
    this.order = order;
    this.pairNanos = pairNanos;
    precedence = Precedence.of(problem);
    doneAt = new double[Precedence.kinds(problem) * problem.pieces()];
    java.util.Arrays.fill(doneAt, Double.NaN);
    begin = order.stream().map(device -> new double[device.size()]).toArray(double[][]::new);
    end = order.stream().map(device -> new double[device.size()]).toArray(double[][]::new);
    busy = new double[order.size()];
    free = new double[order.size()];
  }

  void run() {
    var at = new int[order.size()];
    for (boolean moved = true; moved; ) {
      moved = false;
      for (int device = 0; device < at.length; device++) {
        while (at[device] < order.get(device).size()) {
          int behind = behind(device, at[device]);
          double ready = ready(device, at[device], behind);
          if (Double.isNaN(ready)) {
            break;
          }
          take(device, at[device], behind, ready);
          at[device] = behind;
          moved = true;
        }
      }
    }
    for (int device = 0; device < at.length; device++) {
      if (at[device] < order.get(device).size()) {
        throw new IllegalArgumentException(
            order.get(device).get(at[device]) + " of device " + device + " can never begin");
      }
    }
  }

  /// The place behind what is done as one.
  private int behind(int device, int place) {
    int behind = place;
    while (order.get(device).get(behind).joined() && behind + 1 < order.get(device).size()) {
      behind++;
    }
    return behind + 1;
  }

  private double ready(int device, int from, int to) {
    double ready = free[device];
    for (int place = from; place < to; place++) {
      ready = Math.max(ready, ready(device, from, place, order.get(device).get(place)));
    }
    return ready;
  }

  private double ready(int device, int from, int place, Action action) {
    if (action.phase() == Phase.U) {
      return 0;
    }
    double ready = 0;
    for (int kind : precedence.before(Precedence.kind(action.stage(), action.phase()))) {
      var needed = problem.action(kind, problem.piece(action));
      boolean within =
          order.get(device).subList(from, place).stream()
              .anyMatch(other -> other.joined(false).equals(needed));
      if (!within) {
        double done = doneAt[kind * problem.pieces() + problem.piece(action)];
        ready =
            Math.max(
                ready, problem.deviceOf(needed) == device ? done : done + problem.transferNanos());
      }
    }
    return ready;
  }

  private void take(int device, int from, int to, double ready) {
    var actions = order.get(device).subList(from, to);
    boolean pair =
        actions.size() > 1 && actions.getFirst().phase() == Phase.F && !Double.isNaN(pairNanos);
    double nanos = pair ? pairNanos : actions.stream().mapToDouble(this::nanos).sum();
    for (int place = from; place < to; place++) {
      var action = order.get(device).get(place);
      begin[device][place] = ready;
      end[device][place] = ready + nanos;
      if (action.phase() != Phase.U) {
        int kind = Precedence.kind(action.stage(), action.phase());
        doneAt[kind * problem.pieces() + problem.piece(action)] = ready + nanos;
      }
    }
    free[device] = ready + nanos;
    busy[device] += nanos;
  }

  private double nanos(Action action) {
    return action.phase() == Phase.U
        ? 0
        : problem.stages().get(action.stage()).nanos().getOrDefault(action.phase(), 0.0);
  }
}
