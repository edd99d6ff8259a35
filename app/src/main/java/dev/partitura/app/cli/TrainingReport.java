package dev.partitura.app.cli;

import dev.partitura.engine.analysis.Bubble;
import dev.partitura.engine.analysis.PhaseTimes;
import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.execute.Accuracy;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.TrainingHistory.Traffic;
import dev.partitura.engine.execute.TrainingRequest;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.quantity.Quantity;
import dev.partitura.engine.training.TrainingState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What training gave, for a person and for a program.
///
/// @param agreement of a step with the unsplit one
/// @param times of the steps that were run now
/// @param result of the steps run last
record TrainingReport(
    TrainingRequest request,
    TrainingState state,
    Agreement agreement,
    Accuracy accuracy,
    TrainingTimes times,
    TrainingResult result,
    List<String> frozen) {
  private double samplesPerSecond() {
    return request.batch() * 1e9 / times.medianNanos();
  }

  /// What the transfers of the steps move.
  private Traffic traffic() {
    return Traffic.of(
        1,
        result.graph(),
        result.between(),
        Math.max(1, request.plan().replication().averageEvery()));
  }

  /// Of the last step.
  private Optional<Bubble> bubble() {
    return Bubble.of(request.network(), request.plan(), result.trace());
  }

  /// What a step under the plan is compared with.
  private String compared() {
    return request.plan().replication().averages()
        ? "each replica's step equals one on its share of the batch"
        : "its step equals the unsplit one";
  }

  String text() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %d steps of %d samples: loss %.4f to %.4f, %s%n",
            Presets.strategy(request.network(), request.plan()),
            state.steps(),
            request.batch(),
            state.losses()[0],
            state.losses()[state.losses().length - 1],
            accuracy.places() == 0
                ? "nothing left to test with"
                : Quantity.percent(accuracy.share()) + " of the test labels right"));
    text.append(
        String.format(
            Locale.ROOT,
            "%s a step, %s, %s moved in a step%n",
            Quantity.time(Math.round(times.medianNanos())),
            Quantity.perSecond(samplesPerSecond(), "samples"),
            Quantity.bytes(traffic().meanBytes())));
    bubble()
        .ifPresent(bubble ->
            text.append(
                "bubble %s by the formula of %s, %s in the last step%n"
                    .formatted(
                        Quantity.percent(bubble.formula()),
                        request.plan().schedule(),
                        Quantity.percent(bubble.measured()))));
    switch (agreement) {
      case Agreement.Unknown _ -> {}
      case Agreement.Identical _ -> text.append("%s bit for bit%n".formatted(compared()));
      case Agreement.WithinRounding(var name, var difference, var bound) ->
          text.append(
              String.format(
                  Locale.ROOT,
                  "%s but for rounding: %.2g in %s (bound %.2g)%n",
                  compared(),
                  difference,
                  name,
                  bound));
      case Agreement.Different(var problem) -> text.append("%s%n".formatted(problem.sentence()));
    }
    if (request.plan().replication().averages()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%d replicas go by themselves; their parameters and what the optimizer remembers are averaged every %d steps, %s each time%n",
              request.plan().replicas(),
              request.plan().replication().averageEvery(),
              Quantity.bytes(traffic().averagingBytes())));
    }
    if (request.plan().passes().precision() == Precision.BF16) {
      text.append(
          String.format(
              "Computed in bfloat16 with float32 sums; parameters, their gradients and what is exchanged stay float32, and so does all memory%n"));
    }
    if (!frozen.isEmpty()) {
      text.append("Not trained, since they are masks or not of float32 or float64: ")
          .append(String.join(", ", frozen));
      text.append(System.lineSeparator());
    }
    result.notes().forEach(note -> text.append("%s%n".formatted(note)));
    return text.toString();
  }

  String json() {
    var root = JsonText.object();
    root.put("origin", "measured");
    root.put("strategy", Presets.strategy(request.network(), request.plan()));
    root.put("schedule", request.plan().schedule());
    root.put("collective", request.plan().collective());
    var replication = request.plan().replication();
    if (request.plan().replicas() > 1) {
      root.put("bucketBytes", replication.bucketBytes());
      root.put("zero", replication.zero());
      root.put("averageEvery", replication.averageEvery());
    }
    root.put("precision", request.plan().passes().precision().word());
    root.put("exchangedPrecision", Precision.FP32.word());
    root.put("data", request.data().name());
    root.put("optimizer", request.optimizer().toString());
    root.put("batch", request.batch());
    root.put("microBatches", request.plan().microBatches());
    root.put(
        "microBatch", request.batch() / request.plan().microBatches() / request.plan().replicas());
    root.put("steps", state.steps());
    var losses = root.putArray("lossPerStep");
    for (double loss : state.losses()) {
      losses.add(loss);
    }
    if (accuracy.places() > 0) {
      root.put("accuracy", accuracy.share());
    }
    root.put("testLabels", accuracy.places());
    if (!(agreement instanceof Agreement.Unknown)) {
      Report.put(root.putObject("verified"), agreement);
    }
    root.put("stepNanos", Math.round(times.medianNanos()));
    root.put("samplesPerSecond", samplesPerSecond());
    root.put("communicatedBytes", traffic().meanBytes());
    if (replication.averages()) {
      root.put("communicatedBytesOfAveraging", traffic().averagingBytes());
    }
    PhaseTimes.of(result.trace()).put(root);
    bubble().ifPresent(bubble -> bubble.put(root));
    return JsonText.write(root);
  }
}
