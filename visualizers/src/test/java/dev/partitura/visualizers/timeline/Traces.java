package dev.partitura.visualizers.timeline;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.trace.Counter;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Traces for tests, made by rule.
final class Traces {
  static final DeviceId CPU0 = new DeviceId("cpu0");
  static final DeviceId CPU1 = new DeviceId("cpu1");

  private Traces() {}

  static Cluster twoWorkers() {
    return new Cluster(
        "cpu:2",
        List.of(),
        List.of(
            new Device(CPU0, DeviceKind.CPU, "here", 0, 1L << 30),
            new Device(CPU1, DeviceKind.CPU, "here", 1, 1L << 30)),
        List.of());
  }

  /// The chain of three ops that [#pipeline] is a run of.
  static Network network() {
    var b = new NetworkBuilder("chain");
    var conv = b.op("conv", "Filter", Attributes.NONE, b.input("x", Shape.of(2, 4)));
    var relu = b.op("relu", "Relu", Attributes.NONE, conv);
    b.output(b.op("fc", "Filter", Attributes.NONE, relu));
    return b.build();
  }

  static Plan twoStages() {
    return Plan.of(List.of(Mesh.of(CPU0), Mesh.of(CPU1)), Map.of(new OpId("fc"), 1), 2);
  }

  /// Two micro-batches through two stages: `conv` (3 ms) and `relu` (1 ms) on worker 0, a copy (0.5
  /// ms), `fc` (2 ms) on worker 1.
  static Trace pipeline() {
    var builder = new TraceBuilder(Origin.MEASURED, World.of(twoWorkers()));
    int cpu0 = builder.track(new Track.OfLane("CPU 0", CPU0, Lane.COMPUTE));
    int cpu1 = builder.track(new Track.OfLane("CPU 1", CPU1, Lane.COMPUTE));
    int link = builder.track(new Track.OfLink("A → B", CPU1));
    int conv = label(builder, "conv", "Filter");
    int relu = label(builder, "relu", "Relu");
    int copy = builder.label(new Trace.Label("relu_out", "transfer", List.of()));
    int fc = label(builder, "fc", "Filter");
    for (int batch = 0; batch < 2; batch++) {
      long at = batch * 4_000_000L;
      int a = task(builder, cpu0, conv, TaskKind.COMPUTE, batch, 0, at, at + 3_000_000);
      int b = task(builder, cpu0, relu, TaskKind.COMPUTE, batch, 1, at + 3_000_000, at + 4_000_000);
      int c =
          task(builder, link, copy, TaskKind.TRANSFER, batch, 2, at + 4_000_000, at + 4_500_000);
      builder.bytes(c, 1_600_000);
      int d = task(builder, cpu1, fc, TaskKind.COMPUTE, batch, 3, at + 4_500_000, at + 6_500_000);
      builder.flow(a, b);
      builder.flow(b, c);
      builder.flow(c, d);
    }
    builder.counter(
        new Counter(
            "memory",
            "bytes",
            CPU0,
            new long[] {0, 3_000_000, 8_000_000},
            new double[] {1e6, 3e6, 0}));
    builder.counter(
        new Counter(
            "memory", "bytes", CPU1, new long[] {4_000_000, 10_500_000}, new double[] {1e6, 0}));
    return builder.build();
  }

  /// A span of one of the four tasks of a micro-batch.
  private static int task(
      TraceBuilder builder,
      int track,
      int label,
      TaskKind kind,
      int microBatch,
      int task,
      long start,
      long end) {
    int span = builder.span(track, label, kind, start, end);
    builder.replica(span, 0);
    builder.microBatch(span, microBatch);
    builder.task(span, 4 * microBatch + task);
    return span;
  }

  /// The tasks of [#pipeline].
  static TaskGraph graph() {
    var builder = new TaskGraphBuilder(2);
    for (int microBatch = 0; microBatch < 2; microBatch++) {
      int conv = builder.compute(0, 0, 0, microBatch);
      int relu = builder.compute(1, 0, 0, microBatch);
      int copy = builder.transfer(0, 0, 1, 1_600_000, 0, microBatch);
      int fc = builder.compute(2, 1, 0, microBatch);
      builder.edge(conv, relu, EdgeKind.RAW);
      builder.edge(relu, copy, EdgeKind.RAW);
      builder.edge(copy, fc, EdgeKind.RAW);
    }
    return builder.build();
  }

  private static int label(TraceBuilder builder, String name, String type) {
    return builder.label(new Trace.Label(name, type, List.of(new OpId(name))));
  }

  /// Two rows of spans of 10 ns, one row after the other in turn, without gaps.
  static Trace toAndFro(int spansOfEach) {
    var builder = new TraceBuilder(Origin.IMPORTED, World.EMPTY);
    int name = label(builder, "a", "Relu");
    for (int row = 0; row < 2; row++) {
      int track = builder.track(new Track.OfThread("row " + row, "here"));
      for (int i = 0; i < spansOfEach; i++) {
        long from = 10L * (2 * i + row);
        builder.span(track, name, TaskKind.COMPUTE, from, from + 10);
      }
    }
    return builder.build();
  }

  /// One thread of spans with random lengths and gaps; nested ones if asked for.
  static Trace random(RandomGenerator random, int spans, boolean nested) {
    var builder = new TraceBuilder(Origin.IMPORTED, World.EMPTY);
    int track = builder.track(new Track.OfThread("row", "here"));
    var labels =
        new int[] {
          label(builder, "a", "Relu"), label(builder, "b", "Conv"), label(builder, "c", "Odd")
        };
    long at = 0;
    for (int i = 0; i < spans; ) {
      at += random.nextInt(4) == 0 ? random.nextInt(50) : 0;
      long length = random.nextLong(1, 30);
      // Two generations of spans within a span, each where the one before leaves room.
      long from = at;
      long to = at + length;
      for (int depth = 0; i < spans && depth < 3 && from < to; depth++, i++) {
        int span = builder.span(track, labels[random.nextInt(3)], TaskKind.COMPUTE, from, to);
        builder.microBatch(span, random.nextInt(-1, 12));
        builder.task(span, i);
        from += random.nextLong(to - from + 1);
        to -= random.nextLong(to - from + 1);
        if (!nested || random.nextInt(3) > 0) {
          i++;
          break;
        }
      }
      at += length;
    }
    return builder.build();
  }
}
