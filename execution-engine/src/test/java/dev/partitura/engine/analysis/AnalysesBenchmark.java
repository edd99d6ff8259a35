package dev.partitura.engine.analysis;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Measures a large trace: `main` takes the number of spans (10 million) and of devices (64).
/// Prints the time to build it, its bytes for each span, and the time of each analysis of the
/// catalogue, those it asks left out where they were made before.
final class AnalysesBenchmark {
  private static final int LABELS = 50;

  private AnalysesBenchmark() {}

  public static void main(String[] arguments) {
    int spans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
    int devices = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
    tell("core spans", spans, devices, false);
    var graph = graph(spans / devices, devices);
    var trace = tell("spans with replica, micro-batch and task", spans, devices, true);
    var provenance = new Provenance(null, null, graph, null, null, Agreement.UNKNOWN);
    long start = System.nanoTime();
    new Analyses(trace, provenance).get(Why.ANALYSIS);
    System.out.printf(Locale.ROOT, "why: %.2f s%n", seconds(start));
    var run = new Analyses(trace, provenance);
    for (var analysis : run.catalogue()) {
      start = System.nanoTime();
      if (run.find(analysis).isPresent()) {
        System.out.printf(Locale.ROOT, "%s: %.2f s%n", analysis.name(), seconds(start));
      }
    }
  }

  private static Trace tell(String what, int spans, int devices, boolean more) {
    long before = usedBytes();
    long start = System.nanoTime();
    var trace = trace(spans / devices, devices, more);
    double taken = seconds(start);
    System.out.printf(
        Locale.ROOT,
        "%d %s: built in %.2f s, %.1f bytes each%n",
        trace.spanCount(),
        what,
        taken,
        (double) (usedBytes() - before) / trace.spanCount());
    return trace;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static long usedBytes() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /// Every task follows the one before on its device, and the same one of the device before.
  private static TaskGraph graph(int each, int devices) {
    var builder = new TaskGraphBuilder(devices);
    for (int task = 0; task < each * devices; task++) {
      builder.compute(task / devices % LABELS, task % devices, 0, task / devices / LABELS);
    }
    for (int task = 0; task < each * devices; task++) {
      if (task % devices + 1 < devices) {
        builder.edge(task, task + 1, EdgeKind.DATA);
      }
      if (task + devices < each * devices) {
        builder.edge(task, task + devices, EdgeKind.ORDER);
      }
    }
    return builder.build();
  }

  private static Trace trace(int each, int devices, boolean more) {
    var random = new SplittableRandom(1);
    var builder = new TraceBuilder(Origin.PREDICTED, World.EMPTY);
    var labels = new int[LABELS];
    for (int i = 0; i < LABELS; i++) {
      labels[i] = builder.label(new Trace.Label("op" + i, "Relu", List.of()));
    }
    for (int device = 0; device < devices; device++) {
      var of = new World.Device(new DeviceId("cpu" + device), "CPU " + device, "here");
      builder.device(of);
      int track = builder.track(new Track.OfLane(of.label(), of.id(), Lane.COMPUTE));
      long at = device * 2000L;
      for (int i = 0; i < each; i++) {
        long length = random.nextLong(500, 2500);
        int span = builder.span(track, labels[i % LABELS], TaskKind.COMPUTE, at, at + length);
        if (more) {
          builder.replica(span, 0);
          builder.microBatch(span, i / LABELS);
          builder.task(span, i * devices + device);
        }
        at += length + random.nextInt(300);
      }
    }
    return builder.build();
  }
}
