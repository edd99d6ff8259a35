package dev.partitura.engine.execute;

import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.problem.ProblemException;
import java.util.List;

/// Carries out a request: lowers its plan, executes it and returns outputs and trace. Blocks its
/// caller; call it from a background thread.
public interface PlanRunner {
  /// @throws ProblemException when network, plan, batch or feeds do not fit, before anything runs;
  ///   holds every problem found
  /// @throws CancelledException when cancelled before the first task; later, the result holds what
  ///   was done
  RunResult run(RunRequest request, Cancellation cancellation, Progress progress);

  /// Runs several requests by turns, so that a change of the machine's load hits all alike.
  ///
  /// @param requests of the same feeds, seed, repeats and warm-ups: those of the first hold for all
  /// @throws ProblemException as [#run] does, for any of them
  List<RunResult> runByTurns(
      List<RunRequest> requests, Cancellation cancellation, Progress progress);

  /// Runs the request and, by turns with it, the same samples unsplit, so that a change of the
  /// machine's load hits both alike; and compares the outputs.
  ///
  /// @throws ProblemException as [#run] does, for either of the two
  ComparedRuns runBesideUnsplit(RunRequest request, Cancellation cancellation, Progress progress);
}
