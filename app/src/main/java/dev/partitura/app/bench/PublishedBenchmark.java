package dev.partitura.app.bench;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.simulate.NeededMemory;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;

/// Predicts trainings that others measured.
///
/// @param words what networks, clusters and plans are called
/// @param table a file with the columns of [PublishedTraining]
/// @param rows regular expression that the ids of those that are predicted match
public record PublishedBenchmark(PlanWords words, Path table, Pattern rows) {
  public PublishedScores run(Progress progress) {
    var found = new ArrayList<PublishedScores.Row>();
    var left = new ArrayList<String>();
    var chosen =
        PublishedTable.read(table).stream()
            .filter(row -> rows.matcher(row.getOrDefault("id", "")).matches())
            .toList();
    for (int at = 0; at < chosen.size(); at++) {
      progress.update("predictions", at, chosen.size());
      var reading = PublishedTraining.of(chosen.get(at));
      if (reading.training().isEmpty()) {
        left.add(chosen.get(at).get("id") + ": does not say " + reading.missing());
        continue;
      }
      try {
        found.add(predict(reading.training().get()));
      } catch (ProblemException refused) {
        left.add(chosen.get(at).get("id") + ": " + refused.getMessage());
      }
    }
    progress.update("predictions", chosen.size(), chosen.size());
    return new PublishedScores(found, left);
  }

  private PublishedScores.Row predict(PublishedTraining of) {
    var network = words.network(of.model());
    var cluster = words.cluster(of.cluster());
    var plan = words.plan(of.plan(), network, cluster, 0);
    var lowered =
        Lowering.toPredict()
            .lowerStep(network, cluster, plan, Optimizers.of("adam", null), 0, Map.of(), null)
            .lowered();
    var trace = new SimulatedExecutor().run(lowered).trace();
    return new PublishedScores.Row(
        of.id(),
        of.plan(),
        of.seconds(),
        trace.durationNanos() / 1e9,
        of.bytes().orElse(Double.NaN),
        NeededMemory.most(lowered, trace));
  }
}
