package dev.partitura.app.desktop;

import dev.partitura.app.bench.PredictionBenchmark;
import dev.partitura.app.cli.SourceWords;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.calibrate.CalibrationFile;
import dev.partitura.engine.execute.calibrate.Calibrator;
import dev.partitura.engine.execute.simulate.Predictor.Question;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.ui.run.Pricing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prices plans on workers of this machine by what was measured of it, and all others by the
/// catalogue.
final class MachinePricing implements Pricing {
  private static final int ROUNDS = 21;

  private final SimulatedExecutor usual = new SimulatedExecutor();
  private final CalibrationFile file;
  private volatile @Nullable Calibrator known;

  MachinePricing(CalibrationFile file) {
    this.file = file;
    known = Calibrator.known(file);
  }

  @Override
  public SimulatedExecutor of(List<Lowered> compared) {
    var by = known;
    return by == null ? usual : by.executorOf(compared);
  }

  @Override
  public void calibrate(@Nullable Question question, Progress progress) {
    var calibrator = Calibrator.known(file);
    if (calibrator == null || calibrator.calibration().meanError().isEmpty()) {
      new PredictionBenchmark(new SourceWords(), ROUNDS, false).run(file, progress);
      calibrator = Calibrator.ofThisMachine(file);
    }
    known = calibrator;
    if (question != null && Calibrator.tellsOf(question.cluster())) {
      progress.update("calibrate", 0, 0);
      measure(calibrator, question);
    }
  }

  /// Of the plan, and of the single device that stands beside it.
  private static void measure(Calibrator calibrator, Question of) {
    var lowering = new Lowering();
    var lowered = measure(lowering, calibrator, of);
    measure(lowering, calibrator, of.unsplit(lowered));
  }

  private static Lowered measure(Lowering lowering, Calibrator calibrator, Question of) {
    if (of.optimizer() == null) {
      var lowered =
          lowering.lower(of.network(), of.cluster(), of.plan(), of.batch(), Map.of(), null);
      calibrator.measure(lowered);
      return lowered;
    }
    var step =
        lowering.lowerStep(
            of.network(), of.cluster(), of.plan(), of.optimizer(), of.batch(), Map.of(), null);
    calibrator.measure(step);
    return step.lowered();
  }
}
