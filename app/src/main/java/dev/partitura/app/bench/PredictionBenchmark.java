package dev.partitura.app.bench;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.calibrate.CalibrationFile;
import dev.partitura.engine.execute.calibrate.Calibrator;
import dev.partitura.engine.limit.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/// Predicts plans on this machine by kernels that were measured one by one, and then runs them:
/// once right away and, if wanted, once more when all others have been. How far the two differ
/// tells what no prediction can know, since a machine that others use is not always as fast.
///
/// @param words what networks and plans are called
/// @param rounds fewest iterations that are measured of each, each time
/// @param twice whether each is run again when all have been
public record PredictionBenchmark(PlanWords words, int rounds, boolean twice) {
  public PredictionScores run(CalibrationFile file, Progress progress) {
    return run(PredictionCase.all(), file, progress);
  }

  PredictionScores run(List<PredictionCase> cases, CalibrationFile file, Progress progress) {
    progress.update("calibrate", 0, cases.size());
    var calibrator = Calibrator.anew(file);
    var outcomes = new ArrayList<PredictionCase.Outcome>();
    long runs = (twice ? 2L : 1L) * cases.size();
    for (var each : cases) {
      Checkpoint.pass();
      progress.update("predictions", outcomes.size(), runs);
      outcomes.add(each.run(words, calibrator, rounds));
    }
    for (int again = 0; twice && again < cases.size(); again++) {
      Checkpoint.pass();
      progress.update("predictions", cases.size() + again, runs);
      outcomes.set(
          again, outcomes.get(again).with(cases.get(again).run(words, calibrator, rounds)));
    }
    progress.update("predictions", runs, runs);
    var scores = PredictionScores.of(outcomes, Timing.load());
    calibrator.compared(scores.meanError());
    return scores;
  }
}
