package dev.partitura.engine.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.execute.TrainingHistory.Change;
import dev.partitura.engine.execute.TrainingHistory.Score;
import dev.partitura.engine.execute.TrainingHistory.Traffic;
import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.file.JsonText;
import java.util.List;
import java.util.Set;

/// How something is or was trained, as JSON.
final class TrainingJson {
  private static final Set<String> WORDS =
      Set.of("data", "optimizer", "learningRate", "batch", "steps", "seed");

  private TrainingJson() {}

  static ObjectNode write(TrainingSettings settings) {
    var node = JsonText.object();
    node.put("data", settings.data()).put("optimizer", settings.optimizer());
    if (settings.learningRate() != null) {
      node.put("learningRate", settings.learningRate());
    }
    return node.put("batch", settings.batch())
        .put("steps", settings.steps())
        .put("seed", settings.seed());
  }

  static TrainingSettings settings(JsonEntry entry) {
    entry.allow(WORDS);
    int batch = entry.integer("batch");
    int steps = entry.integer("steps");
    Double rate = entry.has("learningRate") ? (Double) entry.number("learningRate") : null;
    if (batch < 1 || steps < 1) {
      throw entry.refuse("project.training.few", batch, steps);
    }
    return new TrainingSettings(
        entry.string("data"), entry.string("optimizer"), rate, batch, steps, entry.whole("seed"));
  }

  /// All of it but the losses, which are too many for text.
  static ObjectNode write(TrainingHistory history) {
    var node = JsonText.object();
    node.set("settings", write(history.settings()));
    node.put("stopped", history.stopped());
    var changes = node.putArray("changes");
    for (var change : history.changes()) {
      changes
          .addObject()
          .put("step", change.step())
          .put("learningRate", change.learningRate())
          .put("batch", change.batch());
    }
    var scores = node.putArray("scores");
    for (var score : history.scores()) {
      scores
          .addObject()
          .put("step", score.step())
          .put("right", score.right())
          .put("places", score.places());
    }
    var traffic = node.putArray("traffic");
    for (var moved : history.traffic()) {
      traffic
          .addObject()
          .put("step", moved.step())
          .put("bytes", moved.bytes())
          .put("jointBytes", moved.jointBytes())
          .put("every", moved.every());
    }
    return node;
  }

  static TrainingHistory history(JsonEntry entry, double[] losses) {
    return new TrainingHistory(
        settings(entry.object("settings")),
        losses,
        entry.objects("changes").stream()
            .map(each ->
                new Change(
                    each.integer("step"), each.number("learningRate"), each.integer("batch")))
            .toList(),
        entry.objects("scores").stream()
            .map(each -> new Score(each.integer("step"), each.whole("right"), each.whole("places")))
            .toList(),
        traffic(entry),
        entry.flag("stopped"));
  }

  /// What was written before it was known has none.
  private static List<Traffic> traffic(JsonEntry entry) {
    return entry.has("traffic")
        ? entry.objects("traffic").stream().map(TrainingJson::moved).toList()
        : List.of();
  }

  private static Traffic moved(JsonEntry each) {
    return new Traffic(
        each.integer("step"), each.whole("bytes"), each.whole("jointBytes"), each.integer("every"));
  }
}
