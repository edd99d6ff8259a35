package dev.partitura.app.cli;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.calibrate.CalibrationFile;
import dev.partitura.engine.execute.calibrate.Calibrator;
import dev.partitura.engine.quantity.Quantity;
import dev.partitura.engine.task.lower.Lowering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures this machine, so that plans on it are predicted by its own kernels.
@Command(
    name = "calibrate",
    description = {
      "Measure this machine once: what tasks, copies between workers and kernels take. simulate then",
      "predicts plans on its workers by that, and adds the kernels that a plan needs and are not known."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura calibrate",
      "  partitura calibrate resnet50 bert",
      "  partitura calibrate --again",
      "",
      "What was measured is kept in the user's cache and measured anew when the processor, its cores or",
      "its caches change. Let nothing else run meanwhile."
    })
final class CalibrateCommand implements Callable<Integer> {
  private static final List<String> USUAL =
      List.of("lenet", "mlp", "squeezenet", "mobilenetv2", "branches", "transformer", "resnet18");

  /// After which no network is begun that nobody named.
  private static final Duration ENOUGH = Duration.ofSeconds(40);

  private static final long SMALL_COPY = 1L << 10;
  private static final long LARGE_COPY = 1L << 24;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..*",
      description = "Networks whose kernels to measure, on one worker. Default: some samples.")
  private List<String> models = List.of();

  @Option(names = "--again", description = "Forget what was measured before.")
  private boolean again;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var file = CalibrationFile.ofUser();
    var networks = models.stream().map(Sources::network).toList();
    var progress = TerminalProgress.create();
    try {
      var calibrator = again ? Calibrator.anew(file) : Calibrator.ofThisMachine(file);
      long start = System.nanoTime();
      int all = models.isEmpty() ? USUAL.size() : networks.size();
      for (int at = 0; at < all; at++) {
        boolean isOver = models.isEmpty() && System.nanoTime() - start > ENOUGH.toNanos();
        if (isOver) {
          break;
        }
        progress.update("calibrate", at, all);
        var network = models.isEmpty() ? Sources.network(USUAL.get(at)) : networks.get(at);
        measure(calibrator, network);
      }
      progress.update("calibrate", all, all);
      spec.commandLine().getOut().print(text(calibrator, file));
    } finally {
      TerminalProgress.finish(progress);
    }
    spec.commandLine().getOut().flush();
    return CommandLineTool.DONE;
  }

  private static void measure(Calibrator calibrator, dev.partitura.engine.network.Network network) {
    var cluster = Clusters.workers(1);
    var plan = Sources.plan("single", network, cluster, 0, Map.of());
    calibrator.measure(new Lowering().lower(network, cluster, plan, 0, Map.of(), null));
  }

  private static String text(Calibrator calibrator, CalibrationFile file) {
    var of = calibrator.calibration();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("machine", of.machine()));
    rows.add(List.of("task", Quantity.time(of.taskNanos()) + " from one to the next"));
    rows.add(
        List.of(
            "copy",
            Quantity.bytes(SMALL_COPY)
                + " in "
                + Quantity.time(of.copyNanos(SMALL_COPY))
                + ", "
                + Quantity.bytes(LARGE_COPY)
                + " in "
                + Quantity.time(of.copyNanos(LARGE_COPY))));
    rows.add(List.of("kernels", of.kernels().all().size() + " known"));
    of.meanError()
        .ifPresent(error ->
            rows.add(
                List.of(
                    "predictions",
                    Quantity.percent(error) + " off in the mean when last compared with runs")));
    rows.add(List.of("kept in", file.path().toString()));
    return Table.of(rows);
  }
}
