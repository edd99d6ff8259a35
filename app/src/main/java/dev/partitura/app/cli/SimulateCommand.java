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
import dev.partitura.engine.quantity.Quantity;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.optimizer.Optimizers;
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
      "",
      "Devices that do the same at the same time are simulated once. The report is that of run, with",
      "origin \"predicted\", and breakdown (nanoseconds in the mean of the devices: computeNanos,",
      "recomputeNanos, optimizerNanos, exposedCommunicationNanos and bubbleNanos add up to the",
      "iteration; hiddenCommunicationNanos), modelFlopsUtilization, expectedError (a share, null where",
      "such predictions were never compared) and outOfMemory (a list of device, neededBytes,",
      "memoryBytes)."
    })
final class SimulateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A sample's name or an ONNX file.")
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
    var network = Sources.network(model);
    var on = Sources.cluster(cluster);
    int asked = batch == null ? 0 : batch;
    var chosen =
        train
            ? Sources.planToTrain(plan, network, on, asked)
            : Sources.plan(plan, network, on, asked, Map.of());
    var prediction = predict(network, on, chosen, asked);
    var result = prediction.result();
    var analyses =
        new Analyses(result.trace(), Provenance.of(network, result, null, Agreement.UNKNOWN));
    var line = spec.commandLine();
    var out = files.takeStandardOutput() ? line.getErr() : line.getOut();
    out.print(RunSummary.text(result, analyses));
    out.print(more(prediction, analyses.get(Breakdown.ANALYSIS)));
    out.flush();
    files.write(result, analyses, prediction.forecast()::put);
    return CommandLineTool.DONE;
  }

  private static String more(Prediction prediction, Breakdown time) {
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
    return Table.of(rows);
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
