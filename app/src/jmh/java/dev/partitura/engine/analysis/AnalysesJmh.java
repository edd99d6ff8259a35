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
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Building and analysing a large trace under JMH; it prints its bytes for each span too:
///
///     mvn -Pjmh -Dmaven.test.skip -pl app -am test -Djmh="AnalysesJmh -p spans=1000000"
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class AnalysesJmh {
  private static final int LABELS = 50;

  @Param("10000000")
  int spans;

  @Param("64")
  int devices;

  private @Nullable Trace trace;
  private Provenance provenance = Provenance.UNKNOWN;

  @Setup
  public void prepare() {
    long before = usedBytes();
    trace = build();
    System.out.printf(
        Locale.ROOT, "%.1f bytes a span%n", (double) (usedBytes() - before) / trace.spanCount());
    provenance =
        new Provenance(null, null, graph(spans / devices, devices), null, null, Agreement.UNKNOWN);
  }

  private static long usedBytes() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Benchmark
  public Trace build() {
    return trace(spans / devices, devices);
  }

  private Analyses analyses() {
    return new Analyses(Objects.requireNonNull(trace), provenance);
  }

  /// Why the run took as long as it did, with all that this asks.
  @Benchmark
  public Object why() {
    return analyses().get(Why.ANALYSIS);
  }

  /// Every analysis of the catalogue for which enough is known.
  @Benchmark
  public long all() {
    var run = analyses();
    return run.catalogue().stream().filter(analysis -> run.find(analysis).isPresent()).count();
  }

  /// Every task follows the one before on its device, and the same one of the device before.
  private static TaskGraph graph(int each, int devices) {
    var builder = new TaskGraphBuilder(devices);
    for (int task = 0; task < each * devices; task++) {
      builder.compute(task / devices % LABELS, task % devices, 0, task / devices / LABELS);
    }
    for (int task = 0; task < each * devices; task++) {
      if (task % devices + 1 < devices) {
        builder.edge(task, task + 1, EdgeKind.RAW);
      }
      if (task + devices < each * devices) {
        builder.edge(task, task + devices, EdgeKind.ORDER);
      }
    }
    return builder.build();
  }

  private static Trace trace(int each, int devices) {
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
        builder.replica(span, 0);
        builder.microBatch(span, i / LABELS);
        builder.task(span, i * devices + device);
        at += length + random.nextInt(300);
      }
    }
    return builder.build();
  }
}
