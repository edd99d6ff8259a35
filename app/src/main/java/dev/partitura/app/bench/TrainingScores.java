package dev.partitura.app.bench;

import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.file.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// What training on two workers took.
///
/// @param alone steps of one worker, in nanoseconds
/// @param together steps of two replicas with the same samples
/// @param piped the network that passed a pipeline, with batch and micro-batches
/// @param load threads that wanted a core over the last minute; empty where the system does not
///   tell
public record TrainingScores(
    String model,
    int batch,
    Spread alone,
    Spread together,
    String piped,
    int pipedBatch,
    int microBatches,
    List<Row> rows,
    OptionalDouble load) {
  public TrainingScores {
    rows = List.copyOf(rows);
  }

  /// One schedule.
  ///
  /// @param stepNanos median
  /// @param ideal share of the step that its order leaves a worker idle where stages are equal and
  ///   messages free: its formula, where one is published
  /// @param measured what it was, the median over turns
  public record Row(String schedule, double stepNanos, double ideal, double measured) {}

  /// How many times as fast two workers are as one.
  public double speedUp() {
    return alone.median() / together.median();
  }

  /// The report as JSON text.
  public String json() {
    var root = JsonText.object();
    var training = root.putObject("training");
    training
        .put("model", model)
        .put("batch", batch)
        .put("oneWorkerNanos", alone.median())
        .put("twoWorkersNanos", together.median())
        .put("speedUp", speedUp())
        .put("pipelineModel", piped)
        .put("pipelineBatch", pipedBatch)
        .put("microBatches", microBatches);
    if (load.isPresent()) {
      training.put("loadAverage", load.getAsDouble());
    } else {
      training.putNull("loadAverage");
    }
    var schedules = training.putArray("schedules");
    for (var row : rows) {
      schedules
          .addObject()
          .put("schedule", row.schedule())
          .put("stepNanos", row.stepNanos())
          .put("idealBubble", row.ideal())
          .put("measuredBubble", row.measured());
    }
    return JsonText.write(root);
  }

  /// A table for people.
  public void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s, batch %d: %.1f ms a step on one worker (spread %.1f %%), %.1f ms on two (%.1f %%): %.2f times as fast%n",
        model,
        batch,
        alone.median() / 1e6,
        100 * alone.relative(),
        together.median() / 1e6,
        100 * together.relative(),
        speedUp());
    out.printf(
        Locale.ROOT,
        "%s, batch %d, pipeline=2, %d micro-batches%n%-26s %12s %12s %12s%n",
        piped,
        pipedBatch,
        microBatches,
        "schedule",
        "step ms",
        "ideal",
        "measured");
    for (var row : rows) {
      out.printf(
          Locale.ROOT,
          "%-26s %12.2f %10.1f %% %10.1f %%%n",
          row.schedule(),
          row.stepNanos() / 1e6,
          100 * row.ideal(),
          100 * row.measured());
    }
    load.ifPresent(
        average -> out.printf(Locale.ROOT, "load of the machine %.1f threads%n", average));
    out.flush();
  }
}
