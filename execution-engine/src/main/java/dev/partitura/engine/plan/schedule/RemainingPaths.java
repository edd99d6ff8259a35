package dev.partitura.engine.plan.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// For each kind of action what it takes and what is still to come behind it: its own time and the
/// longest chain of those that need it, of one micro-batch.
final class RemainingPaths {
  private final double[] nanos;
  private final double[] remaining;
  private final List<List<Integer>> after = new ArrayList<>();

  /// @param precedence of a problem without mutual stages
  RemainingPaths(ScheduleProblem problem, Precedence precedence) {
    int kinds = Precedence.kinds(problem);
    nanos = new double[kinds];
    remaining = new double[kinds];
    var waiting = new int[kinds];
    for (int kind = 0; kind < kinds; kind++) {
      after.add(new ArrayList<>());
      var action = Precedence.action(kind, 0);
      nanos[kind] = problem.stages().get(action.stage()).nanos().getOrDefault(action.phase(), 0.0);
    }
    for (int kind = 0; kind < kinds; kind++) {
      for (int before : precedence.before(kind)) {
        after.get(before).add(kind);
        waiting[before]++;
      }
    }
    var next = new ArrayDeque<Integer>();
    for (int kind = 0; kind < kinds; kind++) {
      if (waiting[kind] == 0) {
        next.add(kind);
      }
    }
    while (!next.isEmpty()) {
      int kind = next.remove();
      remaining[kind] += nanos[kind];
      for (int before : precedence.before(kind)) {
        remaining[before] = Math.max(remaining[before], remaining[kind]);
        if (--waiting[before] == 0) {
          next.add(before);
        }
      }
    }
  }

  double nanos(int kind) {
    return nanos[kind];
  }

  double of(int kind) {
    return remaining[kind];
  }

  /// Kinds that need this one.
  List<Integer> after(int kind) {
    return after.get(kind);
  }
}
