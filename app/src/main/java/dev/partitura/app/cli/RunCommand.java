package dev.partitura.app.cli;

import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.trace.ChromeTraceWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs a network under a plan and writes its outputs, trace and report.
@Command(name = "run", description = "Run a network under a plan.")
final class RunCommand implements Callable<Integer> {
  private final TaskGraphExecutor executor;

  @Parameters(paramLabel = "MODEL", description = "A sample's name or an ONNX file.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE.pb",
      description = "Tensor for an input; the others are made from the seed.")
  private List<String> inputs = List.of();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples of one run. Default: what the inputs hold.")
  private int batch;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      defaultValue = "single",
      description =
          "A plan file, or single, task, pipeline=2,micro-batches=8, data=2. Default: ${DEFAULT-VALUE}.")
  private String plan;

  @Option(
      names = "--cluster",
      paramLabel = "cpu:N",
      defaultValue = "cpu",
      description = "N workers. Default: one for each core.")
  private String cluster;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Measured runs. Default: ${DEFAULT-VALUE}.")
  private int repeats;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs before them. Default: ${DEFAULT-VALUE}.")
  private int warmups;

  @Option(
      names = "--speedup",
      description = "Also run it on a single device, and report the speed-up over that.")
  private boolean speedup;

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description = "Write each output as a TensorProto file.")
  private @Nullable Path outputFolder;

  @Option(
      names = "--trace",
      paramLabel = "FILE.json",
      description = "Write what happened as a Chrome trace.")
  private @Nullable Path traceFile;

  @Option(names = "--report", paramLabel = "FILE.json", description = "Write the numbers as JSON.")
  private @Nullable Path reportFile;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the inputs made. Default: ${DEFAULT-VALUE}.")
  private long seed;

  RunCommand(TaskGraphExecutor executor) {
    this.executor = executor;
  }

  @Override
  public Integer call() throws IOException {
    atLeast("--batch", batch, 0);
    atLeast("--repeat", repeats, 1);
    atLeast("--warmup", warmups, 0);
    var network = Sources.network(model);
    var feeds = Feeds.ofArguments(network, inputs);
    var workers = Clusters.parse(cluster);
    var chosen = Sources.plan(plan, network, workers, feeds);
    var result = run(network, workers, chosen, feeds);
    var baseline =
        speedup
            ? run(network, workers, Plan.single(workers.devices().getFirst().id()), feeds)
            : null;
    var report = Report.of(result, baseline);
    if (outputFolder != null) {
      OutputFiles.write(result.outputs(), outputFolder);
    }
    if (traceFile != null) {
      ChromeTraceWriter.write(result.trace(), traceFile);
    }
    if (reportFile != null) {
      AtomicFile.writeText(reportFile, report.toJson());
    }
    System.out.print(RunSummary.text(result, report));
    return CommandLineTool.DONE;
  }

  private RunResult run(Network network, Cluster workers, Plan chosen, Map<String, Tensor> feeds) {
    var progress = TerminalProgress.create();
    try {
      var request = new RunRequest(network, workers, chosen, batch, feeds, seed, repeats, warmups);
      var result = executor.run(request, new Cancellation(), progress);
      Checkpoint.pass();
      return result;
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private static void atLeast(String option, int value, int least) {
    if (value < least) {
      throw new UsageException(option + " " + value + " is too small. Use " + least + " or more.");
    }
  }
}
