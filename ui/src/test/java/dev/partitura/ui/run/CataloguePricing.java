package dev.partitura.ui.run;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.simulate.Predictor.Question;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.task.lower.Lowered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prices all plans by the catalogue, for tests: nothing of this machine is measured.
public final class CataloguePricing implements Pricing {
  private final SimulatedExecutor usual = new SimulatedExecutor();

  @Override
  public SimulatedExecutor of(List<Lowered> compared) {
    return usual;
  }

  @Override
  public void calibrate(@Nullable Question question, Progress progress) {
    throw new IllegalStateException("Nothing is measured here");
  }
}
