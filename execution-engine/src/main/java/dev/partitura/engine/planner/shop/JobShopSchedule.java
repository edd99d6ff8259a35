package dev.partitura.engine.planner.shop;

import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearExpr;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.planner.graph.JobShop;
import java.util.ArrayList;
import java.util.SplittableRandom;

/// The schedule of a job shop that ends first.
///
/// Dispatching rules give a first schedule and a tabu search a better one; then CP-SAT looks for
/// the best and for the proof, while the tabu search goes on beside it. Cancelled, it hands back
/// the best so far with the bound proven so far.
public final class JobShopSchedule {
  private static final int CHANCES = 20;

  /// Operations looked at before CP-SAT begins, in all steps together: some tenths of a second.
  private static final double FIRST = 4e7;

  /// Up to so many operations CP-SAT is left alone, since it soon ends.
  private static final int SMALL = 250;

  private static final int STEPS = 64;

  private final Operations operations;
  private final TabuSearch tabu;
  private long[] starts;
  private long makespan;
  private long bound;
  private boolean byConstraints;

  private JobShopSchedule(JobShop shop) {
    operations = new Operations(shop);
    bound = MachineBound.of(operations);
    var random = new SplittableRandom(1);
    var orders = new MachineOrders(operations, new Dispatching(operations).best(random, CHANCES));
    tabu = new TabuSearch(orders, random);
    makespan = tabu.least();
    starts = tabu.starts();
  }

  /// @return start of each operation, job by job
  public static Timetable of(JobShop shop) {
    var schedule = new JobShopSchedule(shop);
    schedule.first();
    if (schedule.makespan > schedule.bound && !Checkpoint.isCancelled()) {
      schedule.prove();
    }
    return schedule.timetable();
  }

  private void first() {
    double steps = FIRST / (operations.count + 100);
    for (int i = 0; i < steps && makespan > bound && !Checkpoint.isCancelled(); i += STEPS) {
      improve();
    }
  }

  private void improve() {
    tabu.run(STEPS);
    if (tabu.least() < makespan) {
      makespan = tabu.least();
      starts = tabu.starts();
      byConstraints = false;
    }
  }

  private void prove() {
    var model = ConstraintSolver.model();
    var begins = new IntVar[operations.count];
    var end = model.newIntVar(bound, makespan, "end");
    long[] heads = operations.heads();
    long[] tails = operations.tails();
    var lists = new ArrayList<ArrayList<IntervalVar>>();
    for (int i = 0; i < operations.machines; i++) {
      lists.add(new ArrayList<>());
    }
    for (int i = 0; i < operations.count; i++) {
      long duration = operations.duration[i];
      begins[i] = model.newIntVar(heads[i], makespan - tails[i] - duration, "");
      model.addHint(begins[i], starts[i]);
      // An operation without time takes no machine, and one of none may lie inside another.
      if (duration > 0) {
        lists
            .get(operations.machine[i])
            .add(model.newFixedSizeIntervalVar(begins[i], duration, ""));
      }
      if (!operations.first[i]) {
        model.addGreaterOrEqual(
            begins[i], LinearExpr.affine(begins[i - 1], 1, operations.duration[i - 1]));
      }
      if (operations.last[i]) {
        model.addGreaterOrEqual(end, LinearExpr.affine(begins[i], 1, duration));
      }
    }
    lists.forEach(model::addNoOverlap);
    model.addHint(end, makespan);
    model.minimize(end);
    var solver = new ConstraintSolver(model, begins);
    solver.start();
    try {
      while (solver.isRunning() && makespan > bound && !Checkpoint.isCancelled()) {
        if (operations.count > SMALL) {
          improve();
        } else {
          solver.rest();
        }
        bound = Math.max(bound, Math.min(solver.bound(), makespan));
        take(solver);
      }
    } finally {
      solver.stop();
    }
    take(solver);
    bound = solver.isProven() ? makespan : Math.max(bound, Math.min(solver.bound(), makespan));
  }

  private void take(ConstraintSolver solver) {
    long[] values = solver.best();
    if (values == null) {
      return;
    }
    long last = 0;
    for (int i = 0; i < values.length; i++) {
      last = Math.max(last, values[i] + operations.duration[i]);
    }
    if (last < makespan) {
      makespan = last;
      starts = values;
      byConstraints = true;
    }
  }

  private Timetable timetable() {
    var begins = new double[operations.count];
    for (int i = 0; i < begins.length; i++) {
      begins[i] = starts[i];
    }
    return new Timetable(
        begins,
        operations.machine.clone(),
        makespan,
        bound,
        byConstraints ? "constraint programming" : "tabu search");
  }
}
