package dev.partitura.app.cli;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.OutputComparison;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs a network under a plan and writes its outputs, trace and report.
@Command(
    name = "run",
    description = "Run a network under a plan, measure it, and compare plans.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura run lenet",
      "  partitura run resnet50 --plan pipeline=2,micro-batches=8 --speedup",
      "  partitura run model.onnx --input image=cat.pb --output-dir out --verify",
      "  partitura run bert --repeat 20 --report report.json --trace trace.json",
      "  partitura run lenet --plan pipeline=2 --dependences edges.csv",
      "  partitura run mlp --report /dev/stdout | jq .throughputOverWallPerSecond",
      "  partitura run lenet --plan pipeline=2,micro-batch=4,global-batch=64",
      "",
      "Samples of an iteration: global-batch=B over all replicas (as --batch), micro-batch=S of one",
      "micro-batch of one replica, micro-batches=M of each replica; two of these fix the third:",
      "B = S x replicas x M. precision=bf16 rounds what ops read and make to bfloat16.",
      "",
      "The report is one JSON object; times are nanoseconds, shares go from 0 to 1. It says what was",
      "run (plan, batch, samples, repeats, warmups, settled, load), how long an iteration took",
      "(iterationNanos, latencyNanos, makespanNanos), how fast that is (throughputPerSecond by the",
      "median iteration, throughputOverWallPerSecond over the wall time), where the time went",
      "(devices, transfers, bubbleShare, criticalPathNanos of work, criticalPathWaitNanos between,",
      "why), and how it compares with the unsplit run (unsplit, speedup, efficiency, outputs)."
    })
final class RunCommand implements Callable<Integer> {
  private final PlanRunner executor;

  @Parameters(
      paramLabel = "MODEL",
      description = "A sample's name, a family such as gpt:layers=4, or an ONNX file.")
  private String model;

  @ArgGroup(validate = false, order = 1, heading = "%nWhat to run:%n")
  private What what = new What();

  @ArgGroup(validate = false, order = 2, heading = "%nHow to measure:%n")
  private How how = new How();

  @ArgGroup(validate = false, order = 3, heading = "%nWhat to write:%n")
  private Where where = new Where();

  @Spec private CommandSpec spec;

  private static final class What {
    @Option(
        names = "--plan",
        paramLabel = "PLAN",
        description =
            "A plan file, or single, task, pipeline=2,micro-batches=8, data=2; schedule=NAME says the order."
                + " Default: ${DEFAULT-VALUE}.")
    private String plan = "single";

    @Option(
        names = "--batch",
        paramLabel = "N",
        converter = WholeNumber.FromOne.class,
        description =
            "Samples of one iteration. Default: what the plan says, else what the inputs hold.")
    private @Nullable Integer batch;

    @Option(
        names = "--input",
        paramLabel = "NAME=FILE.pb",
        description = "Tensor for an input; the others are made from the seed.")
    private List<String> inputs = List.of();

    @Option(
        names = "--seed",
        paramLabel = "S",
        description = "Seed of the inputs made. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
        names = "--cluster",
        paramLabel = "CLUSTER",
        description =
            "cpu:N for N workers, gpu:N for N graphics cards, cpu:N,gpu:M for both, mpi:N for N ranks with memory of their own, mpi:Rxcpu:W for R ranks of W workers. Default: cpu, a worker for each core.")
    private String cluster = "cpu";
  }

  private static final class How {
    @Option(
        names = "--repeat",
        paramLabel = "N",
        converter = WholeNumber.FromOne.class,
        description = "Measured iterations. Default: ${DEFAULT-VALUE}.")
    private int repeats = 1;

    @Option(
        names = "--warmup",
        paramLabel = "N",
        converter = WholeNumber.FromZero.class,
        description =
            "Iterations before them. Default: until the times have settled, that is until the medians of "
                + "three windows of 50 ms and 3 iterations at least lie within 5 %%, for 2 s at most. Plans "
                + "that are measured by turns wake the workers before each turn with some more, but with 0.")
    private @Nullable Integer warmups;

    @Option(
        names = "--speedup",
        description =
            "Also run the same samples unsplit on one device, by turns with the plan, and report the speed-up over that.")
    private boolean speedup;

    @Option(
        names = "--verify",
        description =
            "Compare every output with the unsplit run; where one differs by more than rounding, refuse the run.")
    private boolean verify;
  }

  private static final class Where {
    @Option(
        names = "--output-dir",
        paramLabel = "DIR",
        description = "Write each output as a TensorProto file.")
    private @Nullable Path outputs;

    @Option(
        names = "--trace",
        paramLabel = "FILE.json",
        description = "Write what happened as a Chrome trace, for ui.perfetto.dev.")
    private @Nullable Path trace;

    @Option(
        names = "--report",
        paramLabel = "FILE.json",
        description =
            "Write the numbers as JSON. A device or pipe is written into; with /dev/stdout the summary goes to standard error.")
    private @Nullable Path report;

    @Option(
        names = "--dependences",
        paramLabel = "FILE.csv|FILE.graphml",
        description =
            "Write which task waits for which and why (RAW, WAR, WAW or order, value, bytes), as a table or as a graph.")
    private @Nullable Path dependences;
  }

  RunCommand(PlanRunner executor) {
    this.executor = executor;
  }

  @Override
  public Integer call() throws IOException {
    var files = new ResultFiles(where.outputs, where.trace, where.report, where.dependences);
    files.check(readFiles());
    var network = Sources.network(model);
    var feeds = Feeds.ofArguments(network, what.inputs);
    var workers = Sources.workers(what.cluster);
    int batch = what.batch == null ? 0 : what.batch;
    var request =
        new RunRequest(
            network,
            workers,
            Sources.plan(what.plan, network, workers, batch, feeds),
            batch,
            feeds,
            what.seed,
            how.repeats,
            how.warmups == null ? RunRequest.UNTIL_SETTLED : how.warmups);
    var measured = measure(request);
    if (measured.agreement() instanceof Agreement.Different(var problem)) {
      throw new ProblemException(List.of(problem));
    }
    var analyses =
        new Analyses(
            measured.result().trace(),
            Provenance.of(network, measured.result(), measured.unsplit(), measured.agreement()));
    var line = spec.commandLine();
    var out = files.takeStandardOutput() ? line.getErr() : line.getOut();
    out.print(RunSummary.text(measured.result(), analyses));
    out.flush();
    files.write(measured.result(), analyses);
    return CommandLineTool.DONE;
  }

  /// What was found out.
  ///
  /// @param unsplit where it was measured, not only run to compare outputs
  private record Measured(RunResult result, @Nullable RunResult unsplit, Agreement agreement) {}

  private Measured measure(RunRequest request) {
    var progress = TerminalProgress.create();
    try {
      if (how.speedup) {
        var compared = executor.runBesideUnsplit(request, new Cancellation(), progress);
        return new Measured(compared.run(), compared.unsplit(), compared.agreement());
      }
      var result = executor.run(request, new Cancellation(), progress);
      Checkpoint.pass();
      return new Measured(
          result, null, how.verify ? verified(request, result, progress) : Agreement.UNKNOWN);
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private Agreement verified(RunRequest request, RunResult result, Progress progress) {
    if (request.isUnsplit()) {
      return Agreement.IDENTICAL;
    }
    var unsplit =
        executor.run(
            request.unsplit(result.conditions().batch(), result.conditions().runs()).measured(1, 0),
            new Cancellation(),
            progress);
    return OutputComparison.of(result, unsplit, request.network());
  }

  /// Files that this command reads, and what they are.
  private Map<Path, String> readFiles() {
    var read = new LinkedHashMap<Path, String>();
    read.put(Sources.path(model), "MODEL");
    read.put(Sources.path(what.plan), "--plan");
    read.put(Sources.path(what.cluster), "--cluster");
    for (var input : what.inputs) {
      read.put(Sources.path(input.substring(input.indexOf('=') + 1)), "--input");
    }
    return read;
  }
}
