package dev.partitura.engine.analysis;

import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.trace.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All numbers of one run, computed once: what the window shows, the command line prints and the
/// report file holds.
///
/// @param tasks of one iteration
/// @param speedUp against a single-device run, where one was made
public record Report(
    Origin origin,
    Throughput throughput,
    Latency latency,
    int tasks,
    Transfers transfers,
    List<DeviceUse> devices,
    LoadBalance balance,
    CriticalPath criticalPath,
    WorkSpan workSpan,
    @Nullable SpeedUp speedUp,
    List<Finding> why) {
  public Report {
    devices = List.copyOf(devices);
    why = List.copyOf(why);
  }

  /// @param single the same network and samples on one device, or null. Cost O(tasks + edges)
  public static Report of(RunResult result, @Nullable RunResult single) {
    var trace = result.trace();
    var graph = result.graph();
    var throughput = Throughput.of(result);
    var devices = DeviceUse.of(trace);
    return new Report(
        trace.origin(),
        throughput,
        Latency.of(result.latencyNanos()),
        graph.taskCount(),
        Transfers.of(trace),
        devices,
        LoadBalance.of(devices),
        CriticalPath.of(trace, graph),
        WorkSpan.of(trace, graph),
        single == null ? null : SpeedUp.of(throughput, Throughput.of(single), devices.size()),
        Why.of(trace, graph));
  }

  /// The report as JSON; times in nanoseconds, shares from 0 to 1.
  public String toJson() {
    var root = JsonText.object();
    root.put("origin", origin.word());
    root.put("makespanNanos", throughput.makespanNanos());
    root.put("throughputPerSecond", throughput.samplesPerSecond());
    root.putObject("latencyNanos")
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
    if (speedUp != null) {
      root.put("speedup", speedUp.factor());
      root.put("efficiency", speedUp.efficiency());
    }
    var sentences = root.putArray("why");
    why.forEach(finding -> sentences.add(finding.sentence()));
    return JsonText.write(root);
  }
}
