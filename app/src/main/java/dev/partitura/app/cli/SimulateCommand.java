package dev.partitura.app.cli;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Breakdown;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.calibrate.CalibrationFile;
import dev.partitura.engine.execute.calibrate.Calibrator;
import dev.partitura.engine.execute.simulate.Prediction;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.quantity.Quantity;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.optimizer.Optimizers;
import dev.partitura.samples.families.Generation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Predicts what a network takes under a plan on hardware that need not be here.
@Command(
    name = "simulate",
    description = "Predict what a network takes under a plan, on hardware that need not be here.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura simulate resnet50 --plan pipeline=2,micro-batches=8 --cluster cpu:2",
      "  partitura simulate lenet --plan data=2 --batch 64 --train --report report.json",
      "",
      "  partitura simulate resnet50 --cluster 8xA100-SXM4-80GB --plan data=8 --batch 256 --train",
      "  partitura simulate gpt:hidden=5120,layers=40,heads=40,seq=512 --plan tensor=2,precision=bf16",
      "                     --cluster 2xA100-SXM4-40GB --decode 64 --batch 4",
      "",
      "Devices that do the same at the same time are simulated once. The report is that of run, with",
      "origin \"predicted\", and breakdown (nanoseconds in the mean of the devices: computeNanos,",
      "recomputeNanos, optimizerNanos, exposedCommunicationNanos and bubbleNanos add up to the",
      "iteration; hiddenCommunicationNanos), modelFlopsUtilization, expectedError (a share, null where",
      "such predictions were never compared) and outOfMemory (a list of device, neededBytes,",
      "memoryBytes). With --prefill or --decode also generation: promptTokens, tokens, sequences,",
      "prefillNanos, firstTokenNanos, lastTokenNanos, decodeNanos, totalNanos, tokensPerSecond; the",
      "iteration is then the prompt, or the last token."
    })
final class SimulateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description = "A sample's name, a family such as gpt:layers=4, or an ONNX file.")
  private String model;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description =
          "A plan file, or words such as pipeline=2,micro-batches=8. Default: ${DEFAULT-VALUE}.")
  private String plan = "single";

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description =
          "cpu:N for N workers of this machine, devices of the catalogue such as 8xA100-SXM4-80GB or 16*8xA100-SXM4-80GB (16 hosts of 8), or a JSON file. Default: a worker for each core.")
  private String cluster = "cpu";

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Samples of one iteration. Default: what the plan says.")
  private @Nullable Integer batch;

  @Option(names = "--train", description = "Predict a training step in place of inference.")
  private boolean train;

  @Option(
      names = "--prefill",
      description =
          "Predict how long a prompt is read, as many words as the network has positions, until the next word is told.")
  private boolean prefill;

  @Option(
      names = "--decode",
      paramLabel = "TOKENS",
      converter = WholeNumber.FromOne.class,
      description =
          "Predict how long so many words are written behind that prompt, one after another, with the keys and values of those before kept. For networks of the families gpt and llama.")
  private @Nullable Integer decode;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "Of the training step. Default: ${DEFAULT-VALUE}.")
  private String optimizer = "adam";

  @Option(
      names = "--estimate",
      description =
          "Price workers of this machine by its processor's usual figures; measure no kernel.")
  private boolean estimate;

  @Option(
      names = "--trace",
      paramLabel = "FILE.json",
      description = "Write what is predicted as a Chrome trace, for ui.perfetto.dev.")
  private @Nullable Path trace;

  @Option(names = "--report", paramLabel = "FILE.json", description = "Write the numbers as JSON.")
  private @Nullable Path report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var files = new ResultFiles(null, trace, report, null);
    var read = new LinkedHashMap<Path, String>();
    read.put(Sources.path(model), "MODEL");
    read.put(Sources.path(plan), "--plan");
    files.check(read);
    if (train && (prefill || decode != null)) {
      throw new UsageException(
          "A training step reads whole texts. Leave out --prefill and --decode.");
    }
    if (!train) {
      Unheeded.withoutTraining(spec, "--optimizer");
    }
    var on = Sources.cluster(cluster);
    if (!Calibrator.tellsOf(on)) {
      Unheeded.refuse(
          spec,
          "is for workers of this machine; all others are priced by usual figures anyway. Leave it out.",
          "--estimate");
    }
    int asked = batch == null ? 0 : batch;
    var generation = generation(on);
    var network = generation == null ? Sources.network(model) : generation.network();
    var prediction = generation == null ? predict(network, on, asked) : generation.prediction();
    var result = prediction.result();
    var analyses =
        new Analyses(result.trace(), Provenance.of(network, result, null, Agreement.UNKNOWN));
    var line = spec.commandLine();
    var out = files.takeStandardOutput() ? line.getErr() : line.getOut();
    out.print(
        RunSummary.text(result, analyses, more(prediction, analyses.get(Breakdown.ANALYSIS))));
    if (generation != null) {
      out.print(Table.of(generation.times().rows()));
    }
    out.flush();
    files.write(
        result,
        analyses,
        object -> {
          prediction.forecast().put(object);
          if (generation != null) {
            generation.times().put(object);
          }
        });
    return CommandLineTool.DONE;
  }

  /// @param network of which the prediction is
  private record Generated(Network network, Prediction prediction, TextGeneration times) {}

  /// Null where no text is written.
  private @Nullable Generated generation(Cluster on) {
    if (!prefill && decode == null) {
      return null;
    }
    int texts = batch == null ? 1 : batch;
    var text =
        Generation.of(model, texts)
            .orElseThrow(() ->
                ProblemException.of("family.generation", model, model, Generation.families()));
    var reading = text.prefill();
    var read = predict(reading, on, texts);
    long prefillNanos = read.result().trace().durationNanos();
    if (decode == null) {
      return new Generated(
          reading, read, new TextGeneration(text.prompt(), 0, texts, prefillNanos, 0, 0));
    }
    var first = predict(text.decode(1), on, texts);
    var writing = text.decode(decode);
    var last = decode == 1 ? first : predict(writing, on, texts);
    return new Generated(
        writing,
        last,
        new TextGeneration(
            text.prompt(),
            decode,
            texts,
            prefillNanos,
            first.result().trace().durationNanos(),
            last.result().trace().durationNanos()));
  }

  private static List<List<String>> more(Prediction prediction, Breakdown time) {
    var rows = new ArrayList<List<String>>();
    double whole = Math.max(1, prediction.result().trace().durationNanos());
    rows.add(
        List.of(
            "time",
            "computing "
                + Quantity.percent(time.computeNanos() / whole)
                + ", again "
                + Quantity.percent(time.recomputeNanos() / whole)
                + ", updating "
                + Quantity.percent(time.optimizerNanos() / whole)
                + ", waiting for messages "
                + Quantity.percent(time.exposedCommunicationNanos() / whole)
                + ", idle "
                + Quantity.percent(time.bubbleNanos() / whole)));
    prediction
        .modelFlopsUtilization()
        .ifPresent(share ->
            rows.add(
                List.of("model FLOPs", Quantity.percent(share) + " of what all devices could")));
    prediction
        .expectedError()
        .ifPresent(error ->
            rows.add(
                List.of(
                    "expected error",
                    Quantity.percent(error) + ", the mean of such predictions when compared")));
    for (var shortage : prediction.outOfMemory()) {
      rows.add(
          List.of(
              "out of memory",
              shortage.device()
                  + " needs "
                  + Quantity.bytes(shortage.neededBytes())
                  + " and has "
                  + Quantity.bytes(shortage.memoryBytes())));
    }
    return rows;
  }

  private Prediction predict(Network network, Cluster on, int asked) {
    var chosen =
        train
            ? Sources.planToTrain(plan, network, on, asked)
            : Sources.plan(plan, network, on, asked, Map.of());
    return predict(network, on, chosen, asked);
  }

  private Prediction predict(Network network, Cluster on, Plan chosen, int asked) {
    var lowering = Lowering.toPredict();
    if (!train) {
      var lowered = lowering.lower(network, on, chosen, asked, Map.of(), null);
      return Prediction.of(lowered, executor(on, lowered, by -> by.measure(lowered)), false);
    }
    var step =
        lowering.lowerStep(
            network, on, chosen, Optimizers.of(optimizer, null), asked, Map.of(), null);
    var lowered = step.lowered();
    return Prediction.of(lowered, executor(on, lowered, by -> by.measure(step)), true);
  }

  /// Workers of this machine are priced by their kernels, of which those that are not known are
  /// measured now.
  private SimulatedExecutor executor(Cluster on, Lowered lowered, Consumer<Calibrator> measuring) {
    if (estimate || !Calibrator.tellsOf(on)) {
      return new SimulatedExecutor();
    }
    var progress = TerminalProgress.create();
    try {
      progress.update("calibrate", 0, 0);
      var calibrator = Calibrator.ofThisMachine(CalibrationFile.ofUser());
      measuring.accept(calibrator);
      return calibrator.executorOf(lowered);
    } finally {
      TerminalProgress.finish(progress);
    }
  }
}
