package dev.partitura.app.cli;

import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.execute.RunResult;
import java.util.ArrayList;
import java.util.List;

/// A run's numbers as a person reads them in a terminal.
final class RunSummary {
  private RunSummary() {}

  static String text(RunResult result, Report report) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("makespan", Terminal.time(report.throughput().makespanNanos())));
    rows.add(
        List.of(
            "throughput", Terminal.perSecond(report.throughput().samplesPerSecond(), "sample")));
    var latency = report.latency();
    rows.add(
        List.of(
            "latency",
            "p50 "
                + Terminal.time(latency.p50())
                + ", p95 "
                + Terminal.time(latency.p95())
                + ", p99 "
                + Terminal.time(latency.p99())
                + ", max "
                + Terminal.time(latency.max())));
    var transfers = report.transfers();
    rows.add(
        List.of(
            "tasks",
            report.tasks()
                + ", of them "
                + transfers.count()
                + " transfers of "
                + Terminal.bytes(transfers.bytes())));
    for (var device : report.devices()) {
      rows.add(
          List.of(
              device.name(),
              Terminal.percent(device.utilization())
                  + " busy, peak "
                  + Terminal.bytes(device.peakBytes())));
    }
    rows.add(List.of("bubble", Terminal.percent(report.balance().bubbleShare())));
    rows.add(List.of("critical path", Terminal.time(report.criticalPath().nanos())));
    var speedUp = report.speedUp();
    if (speedUp != null) {
      rows.add(List.of("speed-up", Terminal.factor(speedUp.factor()) + " over one device"));
    }
    result
        .outputs()
        .forEach((name, tensor) -> rows.add(List.of("output " + name, tensor.type().toString())));
    report.why().forEach(finding -> rows.add(List.of("why", finding.sentence())));
    result.notes().forEach(note -> rows.add(List.of("note", note)));
    return Table.of(rows);
  }
}
