package dev.partitura.engine.execute;

import dev.partitura.engine.task.lower.LoweredStep;

/// Runs training steps that are laid out.
public interface TrainingExecutor {
  /// @throws dev.partitura.engine.problem.ProblemException when the machine cannot
  TrainingResult train(
      LoweredStep step, Workload.TrainingSteps steps, Cancellation cancellation, Progress progress);
}
