package dev.partitura.engine.execute;

import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import java.util.List;

/// Executes lowered plans, on this machine or any other, or only in thought; every executor takes
/// the same tasks and workloads and returns the same kind of trace. Blocks its caller.
public interface TaskGraphExecutor {
  /// Runs a lowered plan.
  ///
  /// @return what the workload gives
  /// @throws ProblemException when this executor cannot run such a workload or plan
  /// @throws CancelledException when cancelled before the first task; later, the result holds what
  ///   was done
  <R> R run(Lowered lowered, Workload<R> workload, Cancellation cancellation, Progress progress);

  /// Runs several lowered plans by turns, so that a change of the machine's load hits all alike.
  ///
  /// @return their results, in order
  /// @throws ProblemException as [#run] does, for any of them
  List<RunResult> runByTurns(
      List<Lowered> plans,
      Workload.ClosedRepeats repeats,
      Cancellation cancellation,
      Progress progress);
}
