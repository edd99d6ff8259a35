package dev.partitura.engine.planner.shop;

import com.google.ortools.Loader;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverSolutionCallback;
import com.google.ortools.sat.IntVar;
import dev.partitura.engine.limit.Checkpoint;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs CP-SAT of OR-Tools on a thread of its own, so that the caller can be cancelled, or go on
/// looking itself, meanwhile.
final class ConstraintSolver {
  /// CP-SAT's strategies complement each other even where they share cores.
  private static final int WORKERS = 4;

  private static final int POLL_MILLIS = 20;

  private static boolean loaded;

  private final CpModel model;
  private final IntVar[] asked;
  private final CpSolver solver;
  private final AtomicReference<long @Nullable []> best = new AtomicReference<>();
  private final AtomicLong bound = new AtomicLong(Long.MIN_VALUE);
  private final Thread thread;
  private volatile boolean proven;

  /// @param asked variables whose values make up a solution
  ConstraintSolver(CpModel model, IntVar[] asked) {
    this.model = model;
    this.asked = asked;
    solver = new CpSolver();
    solver.getParameters().setNumWorkers(WORKERS);
    thread = Thread.ofPlatform().daemon().name("constraint-solver").unstarted(this::solve);
  }

  /// An empty model. Loads the native library, without which none can be made.
  static synchronized CpModel model() {
    if (!loaded) {
      Loader.loadNativeLibraries();
      loaded = true;
    }
    return new CpModel();
  }

  /// Solutions are whole numbers. CP-SAT's own callback for bounds is not used: it hands classes
  /// from one thread to another in a way that crashes Java.
  private void raise(double value) {
    bound.accumulateAndGet((long) Math.ceil(value - 1e-6), Math::max);
  }

  private void solve() {
    var callback =
        new CpSolverSolutionCallback() {
          @Override
          public void onSolutionCallback() {
            var values = new long[asked.length];
            for (int i = 0; i < asked.length; i++) {
              values[i] = value(asked[i]);
            }
            best.set(values);
            raise(bestObjectiveBound());
          }
        };
    switch (solver.solve(model, callback)) {
      case OPTIMAL -> {
        raise(solver.objectiveValue());
        proven = true;
      }
      case INFEASIBLE -> proven = true;
      case FEASIBLE, UNKNOWN -> raise(solver.bestObjectiveBound());
      case MODEL_INVALID, UNRECOGNIZED ->
          throw new IllegalStateException("CP-SAT refused the model: " + model.validate());
    }
  }

  void start() {
    thread.start();
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  /// Whether the search came to its end: its solution is the best, or there is none.
  boolean isProven() {
    return proven;
  }

  /// No solution has a lower objective.
  long bound() {
    return bound.get();
  }

  /// The values of the best solution so far.
  long @Nullable [] best() {
    return best.get();
  }

  /// Waits for the end of the search, or of the work of this thread.
  void await() {
    while (isRunning() && !Checkpoint.isCancelled()) {
      rest();
    }
    stop();
  }

  /// Lets the search go on for a moment.
  void rest() {
    join(POLL_MILLIS);
  }

  /// Ends the search where it is.
  void stop() {
    while (isRunning()) {
      solver.stopSearch();
      join(POLL_MILLIS);
    }
  }

  private void join(long millis) {
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(millis);
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
