package dev.partitura.engine.execute;

import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.LoweredPlan;
import java.util.List;

/// Executes lowered plans, on this machine or any other, or only in thought; every executor takes
/// the same tasks and returns the same kind of trace. Blocks its caller.
public interface TaskGraphExecutor {
  /// Runs a lowered plan, which it closes, whatever the end.
  ///
  /// @throws ProblemException when this executor cannot run such a workload or plan
  /// @throws CancelledException when cancelled before the first task; later, the result holds what
  ///   was done
  RunResult run(
      LoweredPlan lowered, Workload workload, Cancellation cancellation, Progress progress);

  /// Runs several lowered plans by turns, so that a change of the machine's load hits all alike;
  /// closes them, whatever the end.
  ///
  /// @return their results, in order
  /// @throws ProblemException as [#run] does, for any of them
  List<RunResult> runByTurns(
      List<LoweredPlan> plans, Workload workload, Cancellation cancellation, Progress progress);
}
