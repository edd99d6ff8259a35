package dev.partitura.app.bench;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.calibrate.CalibrationFile;
import dev.partitura.engine.execute.calibrate.Calibrator;
import dev.partitura.engine.limit.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/// Predicts plans on this machine by kernels that were measured one by one, and then runs them. A
/// machine that others use takes longer than it would: the load is told beside the errors.
///
/// @param words what networks and plans are called
/// @param rounds iterations that are measured of each
public record PredictionBenchmark(PlanWords words, int rounds) {
  public PredictionScores run(CalibrationFile file, Progress progress) {
    return run(PredictionCase.all(), file, progress);
  }

  PredictionScores run(List<PredictionCase> cases, CalibrationFile file, Progress progress) {
    progress.update("calibrate", 0, cases.size());
    var calibrator = Calibrator.anew(file);
    var outcomes = new ArrayList<PredictionCase.Outcome>();
    for (var each : cases) {
      Checkpoint.pass();
      progress.update("predictions", outcomes.size(), cases.size());
      outcomes.add(each.run(words, calibrator, rounds));
    }
    progress.update("predictions", cases.size(), cases.size());
    var scores = PredictionScores.of(outcomes, Timing.load());
    calibrator.compared(scores.meanError());
    return scores;
  }
}
