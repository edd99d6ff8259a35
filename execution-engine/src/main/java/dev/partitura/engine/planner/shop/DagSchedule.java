package dev.partitura.engine.planner.shop;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.Literal;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.planner.graph.TaskDag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The schedule of a task graph on identical processors that ends first.
///
/// List scheduling by several priorities gives the first schedule, CP-SAT the best and the proof.
/// Without costs between processors it only bounds how many tasks run at once, and the tasks take
/// processors in the order of their begins. Cancelled, it hands back the best so far with the bound
/// proven so far.
public final class DagSchedule {
  /// Times are whole multiples of a power of ten up to here; finer ones are rounded.
  private static final double FINEST = 1e6;

  private static final double EQUAL = 1e-9;

  private final TaskTables tables;
  private final int processors;
  private Timetable best;
  private double bound;

  private DagSchedule(TaskDag dag, int processors) {
    tables = new TaskTables(dag);
    this.processors = Math.min(processors, tables.count);
    best =
        ListPriorities.ALL.stream()
            .map(priority -> ListScheduler.of(tables, this.processors, priority))
            .min(Comparator.comparingDouble(Timetable::makespan))
            .orElseThrow();
    bound = best.lowerBound();
  }

  public static Timetable of(TaskDag dag, int processors) {
    var schedule = new DagSchedule(dag, processors);
    if (!schedule.isBest() && !Checkpoint.isCancelled()) {
      schedule.prove();
    }
    var found = schedule.best;
    return new Timetable(
        found.start(),
        found.device(),
        found.makespan(),
        Math.min(found.makespan(), schedule.bound),
        found.method());
  }

  private boolean isBest() {
    return best.makespan() <= bound * (1 + EQUAL);
  }

  private void prove() {
    boolean costly =
        Arrays.stream(tables.costBefore).anyMatch(row -> row.length > 0 && max(row) > 0);
    double scale = scale();
    var model = ConstraintSolver.model();
    long most = 0;
    for (int i = 0; i < tables.count; i++) {
      most = Math.max(most, whole(best.start()[i], scale) + whole(tables.time[i], scale));
    }
    var begins = new IntVar[tables.count];
    double[] down = tables.downwardRanks(0);
    double[] up = tables.upwardRanks(0);
    // Rounded times may add up to a little more than the rounded sum.
    long room = most + tables.count;
    for (int i = 0; i < tables.count; i++) {
      long first = Math.max(0, whole(down[i], scale) - tables.count);
      long last = Math.max(first, room - whole(up[i], scale) + tables.count);
      begins[i] = model.newIntVar(first, last, "");
      model.addHint(begins[i], whole(best.start()[i], scale));
    }
    var end = model.newIntVar(0, room, "end");
    model.minimize(end);
    for (int i = 0; i < tables.count; i++) {
      model.addGreaterOrEqual(end, LinearExpr.affine(begins[i], 1, whole(tables.time[i], scale)));
    }
    var asked = new ArrayList<>(List.of(begins));
    if (costly) {
      placed(model, begins, scale, asked);
    } else {
      counted(model, begins, scale);
    }
    var solver = new ConstraintSolver(model, asked.toArray(IntVar[]::new));
    solver.start();
    solver.await();
    take(solver.best(), costly);
    if (solver.isProven()) {
      // Rounding moves the end by half a unit a task at most.
      bound =
          scale < FINEST
              ? best.makespan()
              : Math.max(bound, best.makespan() - tables.count / scale);
    } else {
      bound = Math.max(bound, (solver.bound() - (scale < FINEST ? 0 : tables.count)) / scale);
    }
  }

  /// At most as many tasks at once as there are processors.
  private void counted(CpModel model, IntVar[] begins, double scale) {
    var running = model.addCumulative(processors);
    for (int i = 0; i < tables.count; i++) {
      long time = whole(tables.time[i], scale);
      if (time > 0) {
        running.addDemand(model.newFixedSizeIntervalVar(begins[i], time, ""), 1);
      }
      for (int previous : tables.before[i]) {
        model.addGreaterOrEqual(
            begins[i], LinearExpr.affine(begins[previous], 1, whole(tables.time[previous], scale)));
      }
    }
  }

  /// Each task on a processor, and a way between two.
  private void placed(CpModel model, IntVar[] begins, double scale, List<IntVar> asked) {
    var on = new BoolVar[tables.count][processors];
    for (int p = 0; p < processors; p++) {
      var row = new ArrayList<IntervalVar>();
      for (int i = 0; i < tables.count; i++) {
        on[i][p] = model.newBoolVar("");
        model.addHint(on[i][p], best.device()[i] == p);
        long time = whole(tables.time[i], scale);
        if (time > 0) {
          row.add(model.newOptionalFixedSizeIntervalVar(begins[i], time, on[i][p], ""));
        }
      }
      model.addNoOverlap(row);
    }
    for (int i = 0; i < tables.count; i++) {
      model.addExactlyOne(on[i]);
      asked.addAll(List.of(on[i]));
      for (int k = 0; k < tables.before[i].length; k++) {
        int previous = tables.before[i][k];
        long time = whole(tables.time[previous], scale);
        long way = whole(tables.costBefore[i][k], scale);
        model.addGreaterOrEqual(begins[i], LinearExpr.affine(begins[previous], 1, time));
        if (way > 0) {
          var apart = model.newBoolVar("");
          for (int p = 0; p < processors; p++) {
            model.addBoolOr(new Literal[] {on[i][p].not(), on[previous][p], apart});
          }
          model
              .addGreaterOrEqual(begins[i], LinearExpr.affine(begins[previous], 1, time + way))
              .onlyEnforceIf(apart);
        }
      }
    }
    // Processors are alike: a task goes to one that has none before it only if all earlier ones
    // have some.
    for (int i = 0; i < tables.count; i++) {
      int task = tables.order[i];
      for (int p = 1; p < processors; p++) {
        if (p > i) {
          model.addBoolAnd(new Literal[] {on[task][p].not()});
          continue;
        }
        var earlier = new ArrayList<Literal>();
        earlier.add(on[task][p].not());
        for (int k = 0; k < i; k++) {
          earlier.add(on[tables.order[k]][p - 1]);
        }
        model.addBoolOr(earlier);
      }
    }
  }

  /// What CP-SAT found, with its exact times: tasks in its order on its processors.
  private void take(long @Nullable [] values, boolean costly) {
    if (values == null) {
      return;
    }
    int[] places = places();
    int[] order =
        IntStream.range(0, tables.count)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingLong(i -> values[i]).thenComparingInt(i -> places[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    var start = new double[tables.count];
    var device = new int[tables.count];
    var free = new double[processors];
    double makespan = 0;
    for (int task : order) {
      double ready = 0;
      if (costly) {
        for (int p = 0; p < processors; p++) {
          device[task] = values[tables.count + task * processors + p] == 1 ? p : device[task];
        }
      }
      for (int k = 0; k < tables.before[task].length; k++) {
        int previous = tables.before[task][k];
        double way = device[previous] == device[task] || !costly ? 0 : tables.costBefore[task][k];
        ready = Math.max(ready, start[previous] + tables.time[previous] + way);
      }
      if (!costly) {
        device[task] = firstFree(free, ready);
      }
      start[task] = Math.max(ready, free[device[task]]);
      free[device[task]] = start[task] + tables.time[task];
      makespan = Math.max(makespan, free[device[task]]);
    }
    if (makespan < best.makespan() * (1 - EQUAL)) {
      best = new Timetable(start, device, makespan, bound, "constraint programming");
    }
  }

  private int[] places() {
    var places = new int[tables.count];
    for (int i = 0; i < places.length; i++) {
      places[tables.order[i]] = i;
    }
    return places;
  }

  /// The processor that is free last of those free at a time, or else the first to be free.
  private static int firstFree(double[] free, double ready) {
    int chosen = 0;
    for (int p = 1; p < free.length; p++) {
      boolean better =
          free[p] <= ready
              ? free[chosen] > ready || free[p] > free[chosen]
              : free[chosen] > ready && free[p] < free[chosen];
      chosen = better ? p : chosen;
    }
    return chosen;
  }

  private static double max(double[] row) {
    return Arrays.stream(row).max().orElse(0);
  }

  /// The power of ten that makes all times whole, at most [#FINEST].
  private double scale() {
    for (double scale = 1; scale < FINEST; scale *= 10) {
      if (isWhole(tables.time, scale)
          && isWhole(
              Arrays.stream(tables.costBefore).flatMapToDouble(Arrays::stream).toArray(), scale)) {
        return scale;
      }
    }
    return FINEST;
  }

  private static boolean isWhole(double[] values, double scale) {
    return Arrays.stream(values)
        .allMatch(value -> Math.abs(value * scale - Math.rint(value * scale)) < 1e-6);
  }

  private static long whole(double value, double scale) {
    return Math.round(value * scale);
  }
}
