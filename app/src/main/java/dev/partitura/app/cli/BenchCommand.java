package dev.partitura.app.cli;

import dev.partitura.app.bench.Benchmark;
import dev.partitura.app.bench.Scores;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.problem.ProblemException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures this engine against ONNX Runtime and prints a table.
@Command(
    name = "bench",
    description = "Measure this machine and compare with ONNX Runtime.",
    footerHeading = "%nExamples:%n",
    footer = {"  partitura bench", "  partitura bench --full --report bench.json"})
final class BenchCommand implements Callable<Integer> {
  @Option(names = "--full", description = "Batches 1, 4 and 8 and more turns; takes some minutes.")
  private boolean full;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (report != null) {
      AtomicFile.check(report);
    }
    var progress = TerminalProgress.create();
    Scores scores;
    try {
      scores = (full ? Benchmark.full(progress) : Benchmark.quick(progress)).run();
    } catch (NoClassDefFoundError missing) {
      throw ProblemException.of("bench.peer.missing", "bench");
    } finally {
      TerminalProgress.finish(progress);
    }
    var line = spec.commandLine();
    boolean aside = report != null && AtomicFile.isStandardOutput(report);
    print(scores, aside ? line.getErr() : line.getOut());
    if (report != null) {
      AtomicFile.writeText(report, scores.json());
    }
    return CommandLineTool.DONE;
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
