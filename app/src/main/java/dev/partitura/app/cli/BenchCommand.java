package dev.partitura.app.cli;

import dev.partitura.app.bench.BenchReport;
import dev.partitura.app.bench.Benchmark;
import dev.partitura.app.bench.Race;
import dev.partitura.engine.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Compares the engine with ONNX Runtime on this machine.
@Command(name = "bench", description = "Measure the engine beside ONNX Runtime, on the same weights.")
final class BenchCommand implements Callable<Integer> {
  @Option(names = "--full", description = "Measure longer, for steadier numbers.")
  private boolean full;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the numbers as JSON.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    var progress = TerminalProgress.create();
    BenchReport measured;
    try {
      measured = (full ? Benchmark.full(progress) : Benchmark.quick(progress)).run();
    } finally {
      TerminalProgress.finish(progress);
    }
    if (report != null) {
      AtomicFile.writeText(report, measured.toJson().toPrettyString() + "\n");
    }
    System.out.print(text(measured));
    return CommandLineTool.DONE;
  }

  private static String text(BenchReport measured) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("NETWORK", "BATCH", "OURS", "ONNX RUNTIME", "RATIO", "OUR PLAN", "ITS BEST"));
    for (var network : measured.networks()) {
      rows.add(
          List.of(
              network.name(),
              Integer.toString(network.batch()),
              rate(network.oursBest()),
              rate(network.peerBest()),
              Terminal.factor(network.ratio()),
              network.oursBest().name(),
              network.peerBest().name()));
    }
    var window = measured.firstWindowMillis();
    return Table.of(rows)
        + "geometric mean   " + Terminal.factor(measured.geomeanRatio()) + "\n"
        + "engine overhead  " + Terminal.percent(measured.engineOverhead()) + "\n"
        + "empty tasks      " + Terminal.perSecond(measured.dispatchPerSecond(), "task") + "\n"
        + "first window     " + (window == null ? "not measured" : Terminal.time(window * 1e6)) + "\n";
  }

  private static String rate(Race.Score score) {
    return Terminal.perSecond(score.samplesPerSecond(), "sample");
  }
}
