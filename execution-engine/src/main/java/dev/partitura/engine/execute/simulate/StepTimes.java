package dev.partitura.engine.execute.simulate;

import dev.partitura.engine.backend.Step;
import dev.partitura.engine.task.lower.Lowered;

/// Tells what a step takes where that was measured.
@FunctionalInterface
public interface StepTimes {
  /// Nothing was measured.
  StepTimes NONE = (_, _, _) -> Double.NaN;

  /// Nanoseconds; NaN where only a cost model can tell.
  ///
  /// @param othersBusy share of the time, 0 to 1, for which the other devices of the plan are busy
  double nanos(Lowered lowered, Step step, double othersBusy);
}
