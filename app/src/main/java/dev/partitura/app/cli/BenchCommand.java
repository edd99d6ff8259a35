package dev.partitura.app.cli;

import dev.partitura.app.bench.Benchmark;
import dev.partitura.app.bench.FrameBenchmark;
import dev.partitura.app.bench.FrameScores;
import dev.partitura.app.bench.GraphBenchmark;
import dev.partitura.app.bench.GraphScores;
import dev.partitura.app.bench.LoweringBenchmark;
import dev.partitura.app.bench.LoweringScores;
import dev.partitura.app.bench.PredictionBenchmark;
import dev.partitura.app.bench.PredictionScores;
import dev.partitura.app.bench.PublishedBenchmark;
import dev.partitura.app.bench.PublishedScores;
import dev.partitura.app.bench.Scores;
import dev.partitura.app.bench.SimulationBenchmark;
import dev.partitura.app.bench.SimulationScores;
import dev.partitura.app.bench.TrainingBenchmark;
import dev.partitura.app.bench.TrainingScores;
import dev.partitura.engine.execute.calibrate.CalibrationFile;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.samples.SampleModels;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures this engine against ONNX Runtime, or its lowering or its graph alone, and prints a
/// table.
@Command(
    name = "bench",
    description = "Measure this machine and compare with ONNX Runtime.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura bench",
      "  partitura bench --full --report bench.json",
      "  partitura bench --lowering",
      "  partitura bench --simulation",
      "  partitura bench --prediction",
      "  partitura bench --published training.csv --rows 'korth-.*'",
      "  partitura bench --training",
      "  partitura bench --graph",
      "  partitura bench --frames --report frames.json"
    })
final class BenchCommand implements Callable<Integer> {
  private static final int CHAIN_OPS = 20_000;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final int OPENED_OPS = 16_000;

  /// Ten million dependences, ten of each task but the first.
  private static final int DEPENDENT_TASKS = 1_005_500;

  private static final int TASKS = 10_000_000;
  private static final int EDITED_TASKS = 10_000;
  private static final int SPANS = 1_000_000;
  private static final int ROWS = 8;

  @Option(names = "--full", description = "Batches 1, 4 and 8 and more turns; takes some minutes.")
  private boolean full;

  @Option(
      names = "--lowering",
      description = "Measure instead how fast plans become tasks; takes half a minute.")
  private boolean lowering;

  @Option(
      names = "--simulation",
      description = "Measure instead how fast plans are run in thought; takes half a minute.")
  private boolean simulation;

  @Option(
      names = "--prediction",
      description =
          "Measure this machine's kernels, predict plans by them and run these; takes minutes.")
  private boolean prediction;

  @Option(
      names = "--training",
      description =
          "Train on two workers instead: replicas beside one worker, and the bubble of every schedule; takes minutes.")
  private boolean training;

  @Option(
      names = "--published",
      paramLabel = "TABLE.csv",
      description =
          "Predict instead trainings that others measured: columns id, hardware, n_gpus, hidden, layers, heads, seq, vocab, tp, pp, dp, interleave_v, micro_batch, global_batch, recompute, seq_parallel, zero_or_fsdp, iter_time_s, tflops_per_gpu, mem_gb_per_gpu; or env, tp, pp, layers_per_vp, layers, hidden, heads, seq, mbs, gbs, recompute, dist_opt, seq_parallel, precision, iter_time_median_s, mem_max_alloc_bytes.")
  private @Nullable Path published;

  @Option(
      names = "--rows",
      paramLabel = "REGEX",
      description = "Those of the table whose id matches. Default: all.")
  private Pattern rows = Pattern.compile(".*");

  @Option(
      names = "--graph",
      description = "Measure instead how fast the graph opens and moves large networks.")
  private boolean graph;

  @Option(
      names = "--frames",
      description =
          "Measure instead what a frame of a large graph and of a long timeline costs; takes a minute.")
  private boolean frames;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    checkMode();
    if (report != null) {
      AtomicFile.check(report);
    }
    if (graph) {
      var measured = graph();
      measured.print(table());
      write(measured.json());
    } else if (frames) {
      var measured = frames();
      measured.print(table());
      write(measured.json());
    } else if (published != null) {
      var measured = published(published);
      measured.print(table());
      write(measured.json());
    } else if (training) {
      var measured = training();
      measured.print(table());
      write(measured.json());
    } else if (prediction) {
      var measured = prediction();
      measured.print(table());
      write(measured.json());
    } else if (simulation) {
      var measured = simulation();
      measured.print(table());
      write(measured.json());
    } else if (lowering) {
      var measured = lowering();
      measured.print(table());
      write(measured.json());
    } else {
      var scores = scores();
      print(scores, table());
      write(scores.json());
    }
    return CommandLineTool.DONE;
  }

  /// One thing is measured at a time.
  private void checkMode() {
    var given = spec.commandLine().getParseResult();
    var modes =
        Stream.of(
                "--lowering",
                "--simulation",
                "--prediction",
                "--training",
                "--published",
                "--graph",
                "--frames")
            .filter(given::hasMatchedOption)
            .toList();
    if (modes.size() > 1) {
      throw new UsageException(
          String.join(" and ", modes) + " measure different things. Give one of them at a time.");
    }
    if (published == null) {
      Unheeded.refuse(spec, "is for a table. Add --published or leave it out.", "--rows");
    }
    if (published != null || frames) {
      Unheeded.refuse(
          spec, "changes nothing of what " + modes.getFirst() + " does. Leave it out.", "--full");
    }
  }

  private GraphScores graph() {
    var progress = TerminalProgress.create();
    try {
      return new GraphBenchmark(OPENED_OPS, CHAIN_OPS, full ? 15 : 5, DEPENDENT_TASKS)
          .run(progress);
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private FrameScores frames() {
    var progress = TerminalProgress.create();
    try {
      return new FrameBenchmark(CHAIN_OPS, SPANS, ROWS).run(progress);
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private LoweringScores lowering() {
    var progress = TerminalProgress.create();
    try {
      return new LoweringBenchmark(
              SampleModels.network("resnet50"), CHAIN_OPS, TASKS, full ? 30 : 10, WARM_UP)
          .run(progress);
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private SimulationScores simulation() {
    var progress = TerminalProgress.create();
    try {
      return new SimulationBenchmark(TASKS, EDITED_TASKS, full ? 30 : 10, WARM_UP).run(progress);
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private PublishedScores published(Path table) {
    var progress = TerminalProgress.create();
    try {
      var scores = new PublishedBenchmark(new SourceWords(), table, rows).run(progress);
      if (scores.isEmpty()) {
        throw new UsageException(
            "No row of "
                + table
                + " has an id that matches "
                + rows
                + ". The first line names the columns.");
      }
      return scores;
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private TrainingScores training() {
    var progress = TerminalProgress.create();
    try {
      return new TrainingBenchmark(new SourceWords(), full ? 9 : 3)
          .run("resnet18", 16, "lenet", 512, progress);
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private PredictionScores prediction() {
    var progress = TerminalProgress.create();
    try {
      return new PredictionBenchmark(new SourceWords(), full ? 61 : 21, true)
          .run(CalibrationFile.ofUser(), progress);
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private Scores scores() {
    var progress = TerminalProgress.create();
    try {
      return (full ? Benchmark.full(progress) : Benchmark.quick(progress)).run();
    } catch (NoClassDefFoundError missing) {
      throw ProblemException.of("bench.peer.missing", "bench");
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  /// Where the table goes: not between the lines of a report that goes to the same place.
  private PrintWriter table() {
    var line = spec.commandLine();
    boolean aside = report != null && AtomicFile.isStandardOutput(report);
    return aside ? line.getErr() : line.getOut();
  }

  private void write(String json) {
    if (report != null) {
      AtomicFile.writeText(report, json);
    }
  }

  private static void print(Scores scores, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-14s %5s %12s %12s %7s %9s%n",
        "network",
        "batch",
        "ours /s",
        "peer /s",
        "ratio",
        "one core");
    for (var network : scores.networks()) {
      out.printf(
          Locale.ROOT,
          "%-14s %5d %12.2f %12.2f %7.3f %9.3f%n",
          network.name(),
          network.batch(),
          network.oursBest(),
          network.peerBest(),
          network.ratio(),
          network.oneCoreRatio());
    }
    out.printf(Locale.ROOT, "geometric mean of ratios %.3f%n", scores.geomeanRatio());
    out.printf(
        Locale.ROOT,
        "engine overhead %.2f %%, %.2f million empty tasks a second on one worker%n",
        scores.engineOverhead() * 100,
        scores.dispatchPerSecond() / 1e6);
    scores
        .firstWindowMillis()
        .ifPresent(
            millis -> out.printf(Locale.ROOT, "window drawn %d ms after the start%n", millis));
    out.flush();
  }
}
