package dev.partitura.ui.run;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.simulate.Predictor.Question;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.task.lower.Lowered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What predictions of a window are priced by, and how that is measured.
public interface Pricing {
  /// What prices plans that are compared with one another, all alike; the same object as long as
  /// the prices are the same. Any thread.
  SimulatedExecutor of(List<Lowered> compared);

  /// Measures what is missing to predict well on this machine and to say how well. Blocks; any
  /// thread but FX's, one caller at a time. Ends early where the work of its thread is cancelled.
  ///
  /// @param question whose kernels to measure too; null for none
  void calibrate(@Nullable Question question, Progress progress);
}
