package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.trace.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All numbers of one run, computed once: what the window shows, the command line prints and the
/// report file holds.
///
/// The file is one JSON object; times are nanoseconds, shares go from 0 to 1, what is not known is
/// null. Beside the parts named below it says what was run and how it was measured:
///
/// - `plan`: `strategy`, `stages`, `replicas`, `microBatches` and the `devices` of each stage
/// - `batch`: samples that an iteration computes, and `samples` those of them that were asked for
/// - `repeats`, `warmups`, `settled`: measured iterations, those before and between them that were
///   not, and whether the times had settled by then; null where the warm-ups were counted out
/// - `iterationNanos`: `minimum`, `lowerQuartile`, `median`, `upperQuartile`, `maximum`
/// - `throughputPerSecond` by the median iteration, `throughputOverWallPerSecond` over `wallNanos`
/// - `load`: the machine's load `average`, and `othersShare`, the share of its cores' time that
///   other processes took meanwhile
/// - `unsplit`: the same samples on one device, measured by turns with the plan, where they were:
///   `repeats`, `warmups`, `iterationNanos`, `throughputPerSecond`
/// - `outputs`: its `comparison` with the unsplit run is `identical`, `within rounding` (then with
///   `largestDifference` and `bound`) or `unknown`
///
/// @param samples of one iteration
/// @param iterations wall time of the measured iterations
/// @param tasks of one iteration
/// @param unsplit the measured single-device run, where one was made
/// @param speedUp against that
public record Report(
    Origin origin,
    int samples,
    Conditions conditions,
    Spread iterations,
    Throughput throughput,
    Latency latency,
    int tasks,
    Transfers transfers,
    List<DeviceUse> devices,
    LoadBalance balance,
    CriticalPath criticalPath,
    WorkSpan workSpan,
    @Nullable Unsplit unsplit,
    @Nullable SpeedUp speedUp,
    Agreement agreement,
    List<Finding> why) {
  public Report {
    devices = List.copyOf(devices);
    why = List.copyOf(why);
  }

  /// How the same samples were measured on one device.
  public record Unsplit(Conditions conditions, Spread iterations, Throughput throughput) {
    static Unsplit of(RunResult result) {
      return new Unsplit(
          result.conditions(), Spread.of(result.iterationNanos()), Throughput.of(result));
    }
  }

  /// @param single the same network and samples on one device, or null. Cost O(tasks + edges)
  public static Report of(RunResult result, @Nullable RunResult single) {
    return of(result, single, Agreement.UNKNOWN);
  }

  /// @param single the same network and samples on one device, or null
  /// @param agreement of the outputs with those of the unsplit run. Cost O(tasks + edges)
  public static Report of(RunResult result, @Nullable RunResult single, Agreement agreement) {
    var trace = result.trace();
    var graph = result.graph();
    var throughput = Throughput.of(result);
    var devices = DeviceUse.of(trace);
    var unsplit = single == null ? null : Unsplit.of(single);
    return new Report(
        trace.origin(),
        result.samples(),
        result.conditions(),
        Spread.of(result.iterationNanos()),
        throughput,
        Latency.of(result.latencyNanos()),
        graph.taskCount(),
        Transfers.of(trace),
        devices,
        LoadBalance.of(devices),
        CriticalPath.of(trace, graph),
        WorkSpan.of(trace, graph),
        unsplit,
        unsplit == null ? null : SpeedUp.of(throughput, unsplit.throughput(), devices.size()),
        agreement,
        Why.of(trace, graph));
  }

  /// The report as JSON text.
  public String toJson() {
    var root = JsonText.object();
    root.put("origin", origin.word());
    putPlan(root.putObject("plan"));
    root.put("batch", conditions.batch());
    root.put("samples", samples);
    putTurns(root, conditions, iterations, throughput);
    root.put("throughputOverWallPerSecond", throughput.overWallPerSecond());
    root.put("wallNanos", conditions.wallNanos());
    putLoad(root.putObject("load"));
    root.put("makespanNanos", throughput.makespanNanos());
    root.putObject("latencyNanos")
        .put("count", latency.count())
        .put("p50", latency.p50())
        .put("p95", latency.p95())
        .put("p99", latency.p99())
        .put("max", latency.max());
    root.put("tasks", tasks);
    root.putObject("transfers")
        .put("count", transfers.count())
        .put("bytes", transfers.bytes())
        .put("nanos", transfers.nanos());
    var list = root.putArray("devices");
    for (var device : devices) {
      list.addObject()
          .put("name", device.name())
          .put("busyNanos", device.busyNanos())
          .put("idleNanos", device.idleNanos())
          .put("transferNanos", device.transferNanos())
          .put("utilization", device.utilization())
          .put("peakBytes", Math.round(device.peakBytes()));
    }
    root.put("bubbleShare", balance.bubbleShare());
    root.put("loadBalance", balance.balance());
    root.put("criticalPathNanos", criticalPath.nanos());
    root.put("workNanos", workSpan.workNanos());
    root.put("spanNanos", workSpan.spanNanos());
    root.put("parallelism", workSpan.parallelism());
    if (unsplit != null) {
      putTurns(
          root.putObject("unsplit"),
          unsplit.conditions(),
          unsplit.iterations(),
          unsplit.throughput());
    }
    if (speedUp != null) {
      root.put("speedup", speedUp.factor());
      root.put("efficiency", speedUp.efficiency());
    }
    putAgreement(root.putObject("outputs"), agreement);
    var sentences = root.putArray("why");
    why.forEach(finding -> sentences.add(finding.sentence()));
    return JsonText.write(root);
  }

  private void putPlan(ObjectNode node) {
    var plan = conditions.plan();
    node.put("strategy", Presets.strategy(conditions.parallelism()))
        .put("stages", plan.parts().size())
        .put("replicas", plan.replicas())
        .put("microBatches", plan.microBatches());
    var stages = node.putArray("devices");
    for (var part : plan.parts()) {
      var ids = stages.addArray();
      part.mesh().devices().forEach(device -> ids.add(device.name()));
    }
  }

  private static void putTurns(
      ObjectNode node, Conditions of, Spread iterations, Throughput throughput) {
    node.put("repeats", iterations.count()).put("warmups", of.warmups());
    switch (of.warmUp()) {
      case SETTLED -> node.put("settled", true);
      case GIVEN_UP -> node.put("settled", false);
      case COUNTED -> node.putNull("settled");
    }
    var spread = node.putObject("iterationNanos");
    put(spread, "minimum", iterations.minimum());
    put(spread, "lowerQuartile", iterations.lowerQuartile());
    put(spread, "median", iterations.median());
    put(spread, "upperQuartile", iterations.upperQuartile());
    put(spread, "maximum", iterations.maximum());
    node.put("throughputPerSecond", throughput.samplesPerSecond());
  }

  private void putLoad(ObjectNode node) {
    put(node, "average", conditions.load().average().orElse(Double.NaN));
    put(node, "othersShare", conditions.load().othersShare().orElse(Double.NaN));
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static void putAgreement(ObjectNode node, Agreement agreement) {
    node.put("comparison", agreement.word());
    if (agreement instanceof Agreement.WithinRounding close) {
      node.put("largestDifference", close.difference()).put("bound", close.bound());
    }
  }
}
