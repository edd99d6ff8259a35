package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.execute.TrainingHistory;
import java.util.Set;

/// What a training did, for its report: losses, test accuracy, and how it was trained.
public final class TrainingProgress {
  public static final Analysis<TrainingHistory> ANALYSIS =
      Analysis.of(
          "training",
          Set.of(Known.TRAINING),
          Analyses::training,
          (history, report) -> report(history, report));

  private TrainingProgress() {}

  private static void report(TrainingHistory history, ObjectNode report) {
    var settings = history.settings();
    report.put("data", settings.data());
    report.put("optimizer", settings.optimizer());
    report.put("seed", settings.seed());
    report.put("steps", history.steps());
    var losses = report.putArray("lossPerStep");
    for (double loss : history.losses()) {
      losses.add(loss);
    }
    if (!history.traffic().isEmpty()) {
      report.put("communicatedBytes", history.traffic().getLast().meanBytes());
    }
    if (!history.scores().isEmpty()) {
      report.put("accuracy", history.scores().getLast().share());
    }
    var changes = report.putArray("settings");
    for (var change : history.changes()) {
      changes
          .addObject()
          .put("step", change.step())
          .put("learningRate", change.learningRate())
          .put("batch", change.batch());
    }
  }
}
