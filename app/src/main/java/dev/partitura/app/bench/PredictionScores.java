package dev.partitura.app.bench;

import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.file.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// How well plans were predicted on this machine.
public record PredictionScores(List<Row> rows, OptionalDouble load) {
  public PredictionScores {
    rows = List.copyOf(rows);
  }

  /// One plan.
  ///
  /// @param measuredNanos median of its iterations
  /// @param spread half the distance between their quartiles, as a share of the median
  /// @param repeatError by how much the medians of two runs differ, as a share of the first
  public record Row(
      String model,
      boolean trains,
      int batch,
      String plan,
      long predictedNanos,
      double measuredNanos,
      double spread,
      double repeatError) {
    /// Above 0 where the prediction is too long; a share of what was measured.
    public double error() {
      return predictedNanos / measuredNanos - 1;
    }
  }

  static PredictionScores of(List<PredictionCase.Outcome> outcomes, OptionalDouble load) {
    return new PredictionScores(
        outcomes.stream()
            .map(outcome -> {
              var spread = Spread.of(outcome.nanos());
              return new Row(
                  outcome.of().model(),
                  outcome.of().trains(),
                  outcome.of().batch(),
                  outcome.of().plan(),
                  outcome.predictedNanos(),
                  spread.median(),
                  spread.relative(),
                  outcome.repeatError());
            })
            .toList(),
        load);
  }

  /// Mean of the errors without their signs.
  public double meanError() {
    return rows.stream().mapToDouble(row -> Math.abs(row.error())).average().orElse(Double.NaN);
  }

  public double worstError() {
    return rows.stream().mapToDouble(row -> Math.abs(row.error())).max().orElse(Double.NaN);
  }

  /// Mean of the differences between two runs of one plan: what no prediction can be nearer than.
  public double meanRepeatError() {
    return rows.stream().mapToDouble(Row::repeatError).average().orElse(Double.NaN);
  }

  /// The report as JSON text.
  public String json() {
    var root = JsonText.object();
    var prediction = root.putObject("prediction");
    prediction
        .put("meanError", meanError())
        .put("worstError", worstError())
        .put("meanRepeatError", meanRepeatError());
    if (load.isPresent()) {
      prediction.put("loadAverage", load.getAsDouble());
    } else {
      prediction.putNull("loadAverage");
    }
    var plans = prediction.putArray("plans");
    for (var row : rows) {
      plans
          .addObject()
          .put("model", row.model())
          .put("trains", row.trains())
          .put("batch", row.batch())
          .put("plan", row.plan())
          .put("predictedNanos", row.predictedNanos())
          .put("measuredNanos", row.measuredNanos())
          .put("spread", row.spread())
          .put("repeatError", row.repeatError())
          .put("error", row.error());
    }
    return JsonText.write(root);
  }

  /// A table for people.
  public void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-12s %-46s %13s %13s %8s %8s %8s%n",
        "network",
        "plan",
        "predicted ms",
        "measured ms",
        "spread",
        "repeat",
        "error");
    for (var row : rows) {
      out.printf(
          Locale.ROOT,
          "%-12s %-46s %13.3f %13.3f %7.1f%% %7.1f%% %+7.1f%%%n",
          row.model(),
          (row.trains() ? "train " : "") + row.plan(),
          row.predictedNanos() / 1e6,
          row.measuredNanos() / 1e6,
          100 * row.spread(),
          100 * row.repeatError(),
          100 * row.error());
    }
    out.printf(
        Locale.ROOT,
        "%d plans: mean error %.1f %%, worst %.1f %%%n",
        rows.size(),
        100 * meanError(),
        100 * worstError());
    out.printf(
        Locale.ROOT,
        "the same plan run twice differs by %.1f %% in the mean%n",
        100 * meanRepeatError());
    load.ifPresent(
        average -> out.printf(Locale.ROOT, "load of the machine %.1f threads%n", average));
    out.flush();
  }
}
