package dev.partitura.app.cli;

import dev.partitura.engine.analysis.Latency;
import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.MachineLoad;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.plan.Presets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// A run's numbers as a person reads them in a terminal.
final class RunSummary {
  private RunSummary() {}

  static String text(RunResult result, Report report) {
    var rows = new ArrayList<List<String>>();
    ran(rows, report);
    times(rows, report);
    rows.add(List.of("load", load(report.conditions().load())));
    where(rows, report);
    compared(rows, report);
    result
        .outputs()
        .forEach((name, tensor) -> rows.add(List.of("output " + name, tensor.type().toString())));
    report.why().forEach(finding -> rows.add(List.of("why", finding.sentence())));
    result.notes().forEach(note -> rows.add(List.of("note", note)));
    return Table.of(rows);
  }

  private static void ran(List<List<String>> rows, Report report) {
    var conditions = report.conditions();
    var plan = conditions.plan();
    var words = new StringJoiner(", ");
    words.add(Presets.strategy(conditions.parallelism()));
    add(words, plan.parts().size(), "stages");
    add(words, plan.replicas(), "replicas");
    add(words, plan.microBatches(), "micro-batches");
    words.add("on " + plan.devices().stream().map(DeviceId::name).collect(Collectors.joining(" ")));
    rows.add(List.of("plan", words.toString()));
    int splits = plan.replicas() * plan.microBatches();
    rows.add(
        List.of(
            "batch",
            count(report.samples(), "sample")
                + (splits > 1 ? " in micro-batches of " + conditions.batch() / splits : "")));
    rows.add(List.of("measured", turns(report.iterations().count(), conditions)));
  }

  private static void add(StringJoiner words, int count, String things) {
    if (count > 1) {
      words.add(count + " " + things);
    }
  }

  private static String turns(int repeats, Conditions conditions) {
    return count(repeats, "iteration")
        + " after "
        + count(conditions.warmups(), "warm-up")
        + switch (conditions.warmUp()) {
          case SETTLED -> ", until the times had settled";
          case GIVEN_UP -> ", and the times had not settled";
          case COUNTED -> "";
        };
  }

  private static String count(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  private static void times(List<List<String>> rows, Report report) {
    rows.add(List.of("iteration", spread(report.iterations())));
    rows.add(List.of("makespan", Terminal.time(report.throughput().makespanNanos())));
    var throughput = report.throughput();
    rows.add(
        List.of(
            "throughput",
            Terminal.perSecond(throughput.overWallPerSecond(), "sample")
                + " over the wall time, "
                + Terminal.perSecond(throughput.samplesPerSecond(), "sample")
                + " by the median iteration"));
    rows.add(List.of("latency", latency(report.latency())));
  }

  private static String spread(Spread iterations) {
    return iterations.count() == 1
        ? Terminal.time(iterations.median())
        : "median "
            + Terminal.time(iterations.median())
            + ", quartiles "
            + Terminal.time(iterations.lowerQuartile())
            + " and "
            + Terminal.time(iterations.upperQuartile())
            + ", minimum "
            + Terminal.time(iterations.minimum())
            + ", maximum "
            + Terminal.time(iterations.maximum());
  }

  /// Only the percentiles that so many measurements tell.
  private static String latency(Latency latency) {
    if (latency.count() == 1) {
      return Terminal.time(latency.max());
    }
    return "p50 "
        + Terminal.time(latency.p50())
        + (latency.tellsP95() ? ", p95 " + Terminal.time(latency.p95()) : "")
        + (latency.tellsP99() ? ", p99 " + Terminal.time(latency.p99()) : "")
        + ", max "
        + Terminal.time(latency.max());
  }

  private static String load(MachineLoad load) {
    var average = load.average();
    var others = load.othersShare();
    return (average.isPresent()
            ? String.format(Locale.ROOT, "average %.2f", average.getAsDouble())
            : "average not known")
        + ", other processes "
        + (others.isPresent()
            ? Terminal.percent(others.getAsDouble()) + " of the machine"
            : "not known");
  }

  private static void where(List<List<String>> rows, Report report) {
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
  }

  private static void compared(List<List<String>> rows, Report report) {
    var speedUp = report.speedUp();
    var unsplit = report.unsplit();
    if (speedUp != null && unsplit != null) {
      rows.add(
          List.of(
              "speed-up",
              Terminal.factor(speedUp.factor()) + " over the same samples unsplit on one device"));
      rows.add(List.of("unsplit", spread(unsplit.iterations())));
      rows.add(List.of("", turns(unsplit.iterations().count(), unsplit.conditions())));
    }
    if (!(report.agreement() instanceof Agreement.Unknown)) {
      rows.add(List.of("verified", report.agreement().sentence()));
    }
  }
}
