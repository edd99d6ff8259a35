package dev.partitura.app.cli;

import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.ranks.MpiInstallation;
import dev.partitura.engine.execute.ranks.RankMeasurements;
import dev.partitura.engine.execute.ranks.RanksExecutor;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.quantity.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says which MPI is found and how fast ranks reach one another.
@Command(
    name = "ranks",
    description = "Say which MPI is found, start ranks, and measure how they reach one another.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura ranks",
      "  partitura ranks 4 --report ranks.json",
      "",
      "Latency is half the way there and back of 8 bytes, bandwidth that of 1.05 MB; a sum over all",
      "ranks is MPI_Allreduce of 32-bit floats. Of several MPIs PARTITURA_MPI=openmpi or mpich takes one."
    })
final class RanksCommand implements Callable<Integer> {
  private static final String MAIN = "dev.partitura.app.Main";

  @Parameters(
      paramLabel = "N",
      arity = "0..1",
      converter = WholeNumber.FromOne.class,
      description = "Ranks to start. Default: 2.")
  private @Nullable Integer ranks;

  @Option(names = "--report", paramLabel = "FILE.json", description = "Write the numbers as JSON.")
  private @Nullable Path report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (report != null) {
      AtomicFile.check(report);
    }
    int count = ranks == null ? 2 : ranks;
    try (var executor = new RanksExecutor(new LocalExecutor(), NetworkWords::of, MAIN)) {
      var measured = executor.measure(count);
      spec.commandLine().getOut().print(text(measured));
      spec.commandLine().getOut().flush();
      if (report != null) {
        AtomicFile.writeText(report, json(measured));
      }
    }
    return CommandLineTool.DONE;
  }

  private static String text(RankMeasurements measured) {
    var rows = new ArrayList<List<String>>();
    for (var found : MpiInstallation.all()) {
      rows.add(
          List.of(
              "found",
              found.kind().label()
                  + " "
                  + found.version()
                  + " by "
                  + found.launcher()
                  + ", chosen by PARTITURA_MPI="
                  + found.word()));
    }
    rows.add(List.of("used", measured.library()));
    for (int rank = 0; rank < measured.hosts().size(); rank++) {
      rows.add(List.of("rank " + rank, measured.hosts().get(rank)));
    }
    for (var pair : measured.pairs()) {
      rows.add(
          List.of(
              "rank " + pair.one() + " and " + pair.other(),
              Quantity.time(pair.latencyNanos())
                  + " for 8 bytes, "
                  + Quantity.bytesPerSecond(pair.bytesPerSecond())
                  + " at "
                  + Quantity.bytes(RankMeasurements.LARGE_BYTES)));
    }
    for (var sum : measured.allReduces()) {
      rows.add(
          List.of("all-reduce", Quantity.bytes(sum.bytes()) + " in " + Quantity.time(sum.nanos())));
    }
    return Table.of(rows);
  }

  private static String json(RankMeasurements measured) {
    var root = JsonText.object().put("library", measured.library());
    var hosts = root.putArray("hosts");
    measured.hosts().forEach(hosts::add);
    var pairs = root.putArray("pairs");
    for (var pair : measured.pairs()) {
      pairs
          .addObject()
          .put("from", pair.one())
          .put("to", pair.other())
          .put("latencyNanos", pair.latencyNanos())
          .put("bytesPerSecond", pair.bytesPerSecond());
    }
    var sums = root.putArray("allReduces");
    for (var sum : measured.allReduces()) {
      sums.addObject().put("bytes", sum.bytes()).put("nanos", sum.nanos());
    }
    return JsonText.write(root);
  }
}
