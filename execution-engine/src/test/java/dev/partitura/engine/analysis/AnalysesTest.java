package dev.partitura.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.MachineLoad;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Counter;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// Two devices: A computes a (0–400) and c (400–500), B copies a's value (410–450), computes b
/// (460–900), A then d (950–1000) after b.
class AnalysesTest {
  private static final DeviceId A = new DeviceId("cpu0");
  private static final DeviceId B = new DeviceId("cpu1");
  private static final Plan PLAN = Plan.single(A).withMicroBatches(2);
  private static final Parallelism SINGLE = new Parallelism(1, 1, 1, 2, true, 1);
  private static final MachineLoad LOAD =
      new MachineLoad(OptionalDouble.of(0.5), OptionalDouble.empty());

  private static TaskGraph graph() {
    var builder = new TaskGraphBuilder(2);
    builder.compute(0, 0, 0, 0);
    builder.compute(1, 0, 0, 0);
    builder.transfer(0, 0, 1, 64, 0, 0);
    builder.compute(2, 1, 0, 0);
    builder.compute(3, 0, 0, 0);
    builder.edge(0, 1, EdgeKind.DATA);
    builder.edge(0, 2, EdgeKind.DATA);
    builder.edge(2, 3, EdgeKind.DATA);
    builder.edge(3, 4, EdgeKind.DATA);
    return builder.build();
  }

  private static Trace trace() {
    var builder = new TraceBuilder(Origin.MEASURED);
    builder.track(new Track("CPU 0", Track.Kind.DEVICE, A));
    builder.track(new Track("CPU 1", Track.Kind.DEVICE, B));
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
    builder.span(track, label, kind, 0, 0, task, start, end, kind == TaskKind.TRANSFER ? 64 : 0);
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
        new Conditions(PLAN, SINGLE, 6, 1, 17, Conditions.WarmUp.SETTLED, wallNanos, LOAD));
  }

  @Test
  void devicesAreBusyCopyOrIdle() {
    assertEquals(
        List.of(
            new DeviceUse("cpu0", A, 550, 0, 450, 0.55, 100),
            new DeviceUse("cpu1", B, 480, 40, 520, 0.48, 0)),
        DeviceUse.of(trace()));
  }

  @Test
  void balanceComparesComputing() {
    var balance = LoadBalance.of(DeviceUse.of(trace()));
    assertEquals((550 + 440) / 2.0 / 550, balance.balance(), 1e-12);
    assertEquals(0, balance.busiest());
    assertEquals(0.485, balance.bubbleShare(), 1e-12);
  }

  @Test
  void criticalPathGoesBackThroughWhatWasWaitedFor() {
    var trace = trace();
    var path = CriticalPath.of(trace, graph());
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
    var work = WorkSpan.of(trace(), graph());
    assertEquals(new WorkSpan(1030, 930), work);
    assertEquals(1030.0 / 930, work.parallelism());
  }

  @Test
  void idleTimeHasACause() {
    var causes = IdleCauses.of(trace(), graph());
    assertEquals(new IdleCauses(0, 0, 0, List.of(0L, 400L), 0, 50), causes.get(0));
    assertEquals(new IdleCauses(1, 410, 100, List.of(0L, 0L), 0, 10), causes.get(1));
  }

  @Test
  void whyNamesTheWaitAndTheBubble() {
    var sentences = Why.of(trace(), graph()).stream().map(Finding::sentence).toList();
    assertTrue(
        sentences.contains("cpu0 waits 0.4 µs (40 %) for values that cpu1 makes."),
        sentences.toString());
    assertTrue(
        sentences.contains(
            "Devices stand still 0.3 µs (26 %) while the pipeline fills and drains: more micro-batches make that smaller."),
        sentences.toString());
    assertTrue(
        sentences.contains("Op b takes 0.4 µs, 47 % of the critical path."), sentences.toString());
  }

  @Test
  void transfersAreCounted() {
    assertEquals(new Transfers(1, 64, 40), Transfers.of(trace()));
  }

  @Test
  void throughputTakesTheMedianIteration() {
    assertEquals(
        new Throughput(1000, 4e9 / 2000, 3 * 4e9 / 24_000),
        Throughput.of(result(new long[] {1000, 9000, 2000}, 24_000)));
  }

  @Test
  void theMedianOfTwoIsTheirMean() {
    assertEquals(4e9 / 2000, Throughput.of(result(1000, 3000)).samplesPerSecond());
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
        Report.of(
            result(1000, 3000),
            result(2000, 4000, 9000),
            new Agreement.WithinRounding("y", 1e-7, 1e-4));
    var json = JsonMapper.builder().build().readTree(report.toJson());
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
        JsonMapper.builder().build().readTree(Report.of(result(1000), result(2000)).toJson());
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
    assertEquals(2.0, json.get("speedup").asDouble());
    assertEquals(1.0, json.get("efficiency").asDouble());
  }

  @Test
  void emptyTraceHasNumbersToo() {
    var graph = new TaskGraphBuilder(1).build();
    var trace = new TraceBuilder(Origin.MEASURED).build();
    var report =
        Report.of(
            new RunResult(
                Map.of(),
                graph,
                trace,
                new long[0],
                new long[0],
                0,
                true,
                List.of(),
                new Conditions(
                    PLAN, SINGLE, 0, 1, 0, Conditions.WarmUp.COUNTED, 0, MachineLoad.UNKNOWN)),
            null);
    assertEquals(0, report.throughput().makespanNanos());
    assertTrue(report.toJson().contains("\"median\" : null"), report.toJson());
    assertEquals(List.of(), report.why());
  }
}
