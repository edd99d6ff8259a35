package dev.partitura.engine.plan.schedule;

import java.util.OptionalDouble;

/// The formulas that papers give for the bubble of equal stages, as shares of the time of a step.
/// Pure.
final class BubbleFormula {
  private BubbleFormula() {}

  /// (p-1)/(n+p-1): devices stand still while n pieces reach the last of them and come back.
  ///
  /// @param pieces that a device takes, all chunks together
  static OptionalDouble filling(ScheduleProblem problem, int pieces) {
    double wait = problem.devices() - 1;
    return OptionalDouble.of(wait / (pieces + wait));
  }

  /// (p-1)(F+B-kW) beside the work of the micro-batches, B the gradients of the inputs alone: what
  /// gradients of weights do not fill. None where they fill all.
  ///
  /// @param filled gradients of weights that a device has for each it waits for
  static OptionalDouble filledByWeights(ScheduleProblem problem, int filled) {
    double forward = mean(problem, Phase.F);
    double inputs = mean(problem, Phase.B);
    double weights = mean(problem, Phase.W);
    double work = problem.microBatches() * (forward + inputs + weights);
    double left = (problem.devices() - 1) * Math.max(0, forward + inputs - filled * weights);
    return work + left == 0 ? OptionalDouble.empty() : OptionalDouble.of(left / (work + left));
  }

  private static double mean(ScheduleProblem problem, Phase phase) {
    return problem.stages().stream()
        .mapToDouble(stage -> stage.nanos().getOrDefault(phase, 0.0))
        .average()
        .orElse(0);
  }

  /// Stages of each device; 0 where devices have different numbers of them.
  static int chunks(ScheduleProblem problem) {
    int stages = problem.stages().size();
    return stages % problem.devices() == 0 ? stages / problem.devices() : 0;
  }
}
