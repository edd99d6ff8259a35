package dev.partitura.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.cluster.MachineLoad;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.RunResult;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two devices: A computes a (0–400) and c (400–500), B copies a's value (410–450), computes b
/// (460–900), A then d (950–1000) after b.
class AnalysesTest {
  private static final DeviceId A = new DeviceId("cpu0");
  private static final DeviceId B = new DeviceId("cpu1");
  private static final World WORLD =
      new World(
          List.of("here"),
          List.of(new World.Device(A, "CPU 0", "here"), new World.Device(B, "CPU 1", "here")));
  private static final Plan PLAN = Plan.single(A).withMicroBatches(2);
  private static final MachineLoad LOAD =
      new MachineLoad(OptionalDouble.of(0.5), OptionalDouble.empty());

  private static TaskGraph graph() {
    var builder = new TaskGraphBuilder(2);
    builder.compute(0, 0, 0, 0);
    builder.compute(1, 0, 0, 0);
    builder.transfer(0, 0, 1, 64, 0, 0);
    builder.compute(2, 1, 0, 0);
    builder.compute(3, 0, 0, 0);
    builder.edge(0, 1, EdgeKind.RAW);
    builder.edge(0, 2, EdgeKind.RAW);
    builder.edge(2, 3, EdgeKind.RAW);
    builder.edge(3, 4, EdgeKind.RAW);
    return builder.build();
  }

  private static Trace trace() {
    var builder = new TraceBuilder(Origin.MEASURED, WORLD);
    builder.track(new Track.OfLane("CPU 0", A, Lane.COMPUTE));
    builder.track(new Track.OfLane("CPU 1", B, Lane.COMPUTE));
    builder.counter(
        new Counter("memory", "bytes", A, new long[] {0, 10, 500}, new double[] {8, 100, 8}));
    span(builder, 0, "a", TaskKind.COMPUTE, 0, 0, 400);
    span(builder, 0, "c", TaskKind.COMPUTE, 1, 400, 500);
    span(builder, 1, "a:0", TaskKind.TRANSFER, 2, 410, 450);
    span(builder, 1, "b", TaskKind.COMPUTE, 3, 460, 900);
    span(builder, 0, "d", TaskKind.COMPUTE, 4, 950, 1000);
    return builder.build();
  }

  private static void span(
      TraceBuilder builder, int track, String name, TaskKind kind, int task, long start, long end) {
    int label =
        builder.label(
            new Trace.Label(
                name, "Relu", kind == TaskKind.COMPUTE ? List.of(new OpId(name)) : List.of()));
    int span = builder.span(track, label, kind, start, end);
    builder.replica(span, 0);
    builder.microBatch(span, 0);
    builder.task(span, task);
    builder.bytes(span, kind.moves() ? 64 : 0);
  }

  /// The two stages that micro-batches pass, where `stages` is 2.
  private static Plan plan(int stages, int microBatches) {
    return Plan.of(
        stages == 2 ? List.of(Mesh.of(A), Mesh.of(B)) : List.of(Mesh.of(List.of(A, B))),
        Map.of(new OpId("b"), stages - 1),
        microBatches);
  }

  /// `a` feeds `b`.
  private static Network chain() {
    var b = new NetworkBuilder("chain");
    var a = b.op("a", "Relu", Attributes.NONE, b.input("x", Shape.of(4)));
    b.output(b.op("b", "Relu", Attributes.NONE, a));
    return b.build();
  }

  private static Analyses run() {
    return run(plan(2, 2));
  }

  private static Analyses run(Plan plan) {
    return new Analyses(
        trace(), new Provenance(chain(), plan, graph(), null, null, Agreement.UNKNOWN));
  }

  private static Analyses run(RunResult result, @Nullable RunResult unsplit, Agreement agreement) {
    return new Analyses(
        result.trace(), Provenance.of(Network.empty("n"), result, unsplit, agreement));
  }

  private static RunResult result(long... nanos) {
    return result(nanos, Arrays.stream(nanos).sum());
  }

  private static RunResult result(long[] nanos, long wallNanos) {
    return new RunResult(
        Map.of(),
        graph(),
        trace(),
        nanos,
        new long[] {1000, 2000},
        4,
        false,
        List.of(),
        new Conditions(PLAN, 6, 1, 17, Conditions.WarmUp.SETTLED, wallNanos, LOAD));
  }

  @Test
  void devicesAreBusyCopyOrIdle() {
    assertEquals(
        List.of(
            new DeviceUse("cpu0", A, 550, 0, 450, 0.55, 0, 100),
            new DeviceUse("cpu1", B, 480, 40, 520, 0.48, 0, 0)),
        run().get(DeviceUse.ANALYSIS));
  }

  @Test
  void balanceComparesComputing() {
    var balance = run().get(LoadBalance.ANALYSIS);
    assertEquals((550 + 440) / 2.0 / 550, balance.balance(), 1e-12);
    assertEquals(0, balance.busiest());
    assertEquals(0.485, balance.bubbleShare(), 1e-12);
  }

  @Test
  void criticalPathGoesBackThroughWhatWasWaitedFor() {
    var trace = trace();
    var path = run().get(CriticalPath.ANALYSIS);
    assertEquals(
        List.of("a", "a:0", "b", "d"),
        path.links().stream().map(link -> trace.name(link.span())).toList());
    assertEquals(
        List.of(0L, 10L, 10L, 50L),
        path.links().stream().map(CriticalPath.Link::waitNanos).toList());
    assertEquals(930, path.nanos());
    assertEquals(70, path.waitNanos());
  }

  @Test
  void workAndSpanCountTheLongestDataChain() {
    var work = run().get(WorkSpan.ANALYSIS);
    assertEquals(new WorkSpan(1030, 930), work);
    assertEquals(1030.0 / 930, work.parallelism());
  }

  @Test
  void idleTimeHasACause() {
    var causes = run().get(IdleCauses.ANALYSIS);
    assertEquals(new IdleCauses(0, 0, 0, 0, List.of(0L, 400L), 0, 50), causes.get(0));
    assertEquals(new IdleCauses(1, 410, 0, 100, List.of(0L, 0L), 0, 10), causes.get(1));
  }

  @Test
  void aPipelineFillsAndDrainsOnlyWhereMicroBatchesPassSeveralStages() {
    var data = plan(1, 2);
    var task = plan(2, 1);
    for (var run : List.of(run(data), run(task), new Analyses(trace(), Provenance.UNKNOWN))) {
      for (var causes : run.get(IdleCauses.ANALYSIS)) {
        assertEquals(0, causes.fillNanos() + causes.drainNanos());
      }
      assertTrue(run.get(Why.ANALYSIS).stream().noneMatch(of -> of.kind() == Finding.Kind.BUBBLE));
    }
    var why = run(task).get(Why.ANALYSIS);
    // 400 of waiting and 100 behind its last op on one device, 400 of waiting on the other.
    assertEquals(
        new Finding(Finding.Kind.SEQUENTIAL, "", "", 450, 0.45), why.getFirst(), why.toString());
    assertTrue(
        why.stream()
            .map(Finding::kind)
            .noneMatch(Set.of(Finding.Kind.IMBALANCE, Finding.Kind.WAITING)::contains),
        why.toString());
    var second = run(task).get(IdleCauses.ANALYSIS).get(1);
    assertEquals(new IdleCauses(1, 0, 0, 100, List.of(400L, 0L), 0, 20), second);
  }

  /// All that a device does not do, it stands still for a reason.
  @Test
  void causesAddUpToTheIdleTime() {
    for (var run : List.of(run(), run(plan(1, 1)))) {
      var uses = run.get(DeviceUse.ANALYSIS);
      for (var causes : run.get(IdleCauses.ANALYSIS)) {
        assertEquals(
            uses.get(causes.track()).idleNanos(),
            causes.fillNanos()
                + causes.drainNanos()
                + causes.restNanos()
                + causes.waitedNanos()
                + causes.memoryNanos()
                + causes.dispatchNanos());
      }
    }
  }

  @Test
  void whyNamesTheWaitAndTheBubble() {
    var sentences =
        run().get(Why.ANALYSIS).stream().map(finding -> finding.message(Locale.ENGLISH)).toList();
    assertTrue(
        sentences.contains("cpu0 waits 400 ns (40 %) for values that cpu1 makes."),
        sentences.toString());
    assertTrue(
        sentences.contains(
            "Devices stand still 205 ns (21 %) while the pipeline fills and drains."),
        sentences.toString());
    assertTrue(
        sentences.contains("Op b takes 440 ns, 47 % of the critical path."), sentences.toString());
  }

  /// Both devices compute the same; what the second lost to other programs is no work of the plan.
  @Test
  void whatOthersTookOfACoreIsNoImbalance() {
    var builder = new TraceBuilder(Origin.MEASURED, WORLD);
    builder.track(new Track.OfLane("CPU 0", A, Lane.COMPUTE));
    builder.track(new Track.OfLane("CPU 1", B, Lane.COMPUTE));
    span(builder, 0, "a", TaskKind.COMPUTE, 0, 0, 400);
    span(builder, 1, "a", TaskKind.COMPUTE, 1, 0, 1000);
    builder.preempted(1, 600);
    var run = new Analyses(builder.build(), Provenance.UNKNOWN);
    assertEquals(600, run.get(DeviceUse.ANALYSIS).get(1).preemptedNanos());
    assertEquals(1.0, run.get(LoadBalance.ANALYSIS).balance());
    var kinds = run.get(Why.ANALYSIS).stream().map(Finding::kind).toList();
    assertTrue(kinds.contains(Finding.Kind.PREEMPTED), kinds.toString());
    assertFalse(kinds.contains(Finding.Kind.IMBALANCE), kinds.toString());
    assertFalse(kinds.contains(Finding.Kind.SLOW_REPLICA), kinds.toString());
  }

  @Test
  void transfersAreCounted() {
    assertEquals(new Transfers(1, 64, 40), run().get(Transfers.ANALYSIS));
  }

  @Test
  void throughputTakesTheMedianIteration() {
    assertEquals(
        new Throughput(4e9 / 2000, 3 * 4e9 / 24_000),
        run(result(new long[] {1000, 9000, 2000}, 24_000), null, Agreement.UNKNOWN)
            .get(Throughput.ANALYSIS));
  }

  @Test
  void theMedianOfTwoIsTheirMean() {
    assertEquals(
        4e9 / 2000,
        run(result(1000, 3000), null, Agreement.UNKNOWN)
            .get(Throughput.ANALYSIS)
            .samplesPerSecond());
    assertEquals(2000, Latency.of(new long[] {3000, 1000}).p50());
  }

  @Test
  void percentilesThatTellNothingAreNotTold() {
    assertFalse(Latency.of(new long[1]).tellsP95());
    assertFalse(Latency.of(new long[99]).tellsP99());
    assertTrue(Latency.of(new long[20]).tellsP95());
    assertTrue(Latency.of(new long[100]).tellsP99());
  }

  @Test
  void reportSaysWhatWasRunAndHow() throws Exception {
    var report =
        Report.json(
            run(
                result(1000, 3000),
                result(2000, 4000, 9000),
                new Agreement.WithinRounding("y", 1e-7, 1e-4)));
    var json = JsonMapper.builder().build().readTree(report);
    assertEquals("single", json.at("/plan/strategy").asText());
    assertEquals(2, json.at("/plan/microBatches").asInt());
    assertEquals("cpu0", json.at("/plan/devices/0/0").asText());
    assertEquals(6, json.at("/batch").asInt());
    assertEquals(4, json.at("/samples").asInt());
    assertEquals(2, json.at("/repeats").asInt());
    assertEquals(17, json.at("/warmups").asInt());
    assertTrue(json.at("/settled").asBoolean());
    assertEquals(1000, json.at("/iterationNanos/minimum").asDouble());
    assertEquals(1500, json.at("/iterationNanos/lowerQuartile").asDouble());
    assertEquals(2000, json.at("/iterationNanos/median").asDouble());
    assertEquals(2500, json.at("/iterationNanos/upperQuartile").asDouble());
    assertEquals(3000, json.at("/iterationNanos/maximum").asDouble());
    assertEquals(2 * 4e9 / 4000, json.at("/throughputOverWallPerSecond").asDouble());
    assertEquals(0.5, json.at("/load/average").asDouble());
    assertTrue(json.at("/load/othersShare").isNull());
    assertEquals(3, json.at("/unsplit/repeats").asInt());
    assertEquals(4000, json.at("/unsplit/iterationNanos/median").asDouble());
    assertEquals(2.0, json.at("/speedup").asDouble());
    assertEquals("within rounding", json.at("/outputs/comparison").asText());
    assertEquals(1e-4, json.at("/outputs/bound").asDouble());
  }

  @Test
  void latencyPercentilesStayBelowTheMaximum() {
    var nanos = new long[1000];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (i + 1) * 1000L;
    }
    var latency = Latency.of(nanos);
    assertEquals(500_000.0, (double) latency.p50(), 1_000.0);
    assertEquals(950_000.0, (double) latency.p95(), 1_000.0);
    assertEquals(990_000.0, (double) latency.p99(), 1_000.0);
    assertEquals(1_000_000, latency.max());
    assertEquals(Latency.NONE, Latency.of(new long[0]));
  }

  @Test
  void reportHoldsTheAgreedWords() throws Exception {
    var json =
        JsonMapper.builder()
            .build()
            .readTree(Report.json(run(result(1000), result(2000), Agreement.UNKNOWN)));
    assertEquals("measured", json.get("origin").asText());
    assertEquals(1000, json.get("makespanNanos").asLong());
    assertEquals(4e6, json.get("throughputPerSecond").asDouble());
    assertEquals(2000, json.get("latencyNanos").get("max").asLong());
    assertEquals(5, json.get("tasks").asInt());
    assertEquals(64, json.get("transfers").get("bytes").asLong());
    assertEquals("cpu1", json.get("devices").get(1).get("name").asText());
    assertEquals(100, json.get("devices").get(0).get("peakBytes").asLong());
    assertEquals(0.485, json.get("bubbleShare").asDouble(), 1e-12);
    assertEquals(930, json.get("criticalPathNanos").asLong());
    assertEquals(70, json.get("criticalPathWaitNanos").asLong());
    assertEquals(2.0, json.get("speedup").asDouble());
    assertEquals(1.0, json.get("efficiency").asDouble());
  }

  @Test
  void emptyTraceHasNumbersToo() {
    var graph = new TaskGraphBuilder(1).build();
    var trace = new TraceBuilder(Origin.MEASURED, World.EMPTY).build();
    var run =
        run(
            new RunResult(
                Map.of(),
                graph,
                trace,
                new long[0],
                new long[0],
                0,
                true,
                List.of(),
                new Conditions(PLAN, 0, 1, 0, Conditions.WarmUp.COUNTED, 0, MachineLoad.UNKNOWN)),
            null,
            Agreement.UNKNOWN);
    var report = Report.json(run);
    assertTrue(report.contains("\"median\" : null"), report);
    assertTrue(report.contains("\"makespanNanos\" : 0"), report);
    assertEquals(List.of(), run.get(Why.ANALYSIS));
  }
}
