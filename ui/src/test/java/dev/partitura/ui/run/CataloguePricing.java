package dev.partitura.ui.run;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.simulate.Predictor.Question;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.task.lower.Lowered;
import org.jspecify.annotations.Nullable;

/// Prices all plans by the catalogue, for tests: nothing of this machine is measured.
public final class CataloguePricing implements Pricing {
  @Override
  public SimulatedExecutor of(Lowered lowered) {
    return new SimulatedExecutor();
  }

  @Override
  public void calibrate(@Nullable Question question, Progress progress) {
    throw new IllegalStateException("Nothing is measured here");
  }
}
