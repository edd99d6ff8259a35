package dev.partitura.app.cli;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.CriticalPath;
import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.Latency;
import dev.partitura.engine.analysis.LoadBalance;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.analysis.Throughput;
import dev.partitura.engine.analysis.Transfers;
import dev.partitura.engine.analysis.Unsplit;
import dev.partitura.engine.analysis.Why;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.MachineLoad;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.quantity.Quantity;
import dev.partitura.engine.trace.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// A run's numbers as a person reads them in a terminal.
final class RunSummary {
  /// Devices that are told by name.
  private static final int MOST_NAMES = 16;

  private static final String NEAREST =
      ", of the iteration nearest the median, as what stands below";

  private RunSummary() {}

  static String text(RunResult result, Analyses run) {
    return text(result, run, List.of());
  }

  /// @param more rows that stand below
  static String text(RunResult result, Analyses run, List<List<String>> more) {
    var rows = new ArrayList<List<String>>();
    var iterations = run.get(Iterations.ANALYSIS);
    planned(rows, result, run.provenance());
    switch (run.trace().origin()) {
      case MEASURED, IMPORTED -> {
        var conditions = result.conditions();
        rows.add(List.of("measured", turns(iterations.count(), conditions)));
        times(rows, run, iterations);
        rows.add(List.of("load", load(conditions.load())));
      }
      case PREDICTED -> {
        rows.add(List.of("predicted", Quantity.time(iterations.median()) + " an iteration"));
        rows.add(
            List.of(
                "throughput",
                Quantity.perSecond(run.get(Throughput.ANALYSIS).samplesPerSecond(), "sample")));
      }
    }
    where(rows, result, run, iterations.count() > 1);
    compared(rows, run);
    result
        .outputs()
        .forEach((name, tensor) -> rows.add(List.of("output " + name, tensor.type().toString())));
    run.get(Why.ANALYSIS).forEach(finding -> rows.add(List.of("why", finding.sentence())));
    result.notes().forEach(note -> rows.add(List.of("note", note.toString())));
    rows.addAll(more);
    return Table.of(rows);
  }

  private static void planned(List<List<String>> rows, RunResult result, Provenance made) {
    var conditions = result.conditions();
    var plan = conditions.plan();
    var words = new StringJoiner(", ");
    words.add(made.strategy());
    add(words, made.stages().size(), "stages");
    add(words, plan.replicas(), "replicas");
    add(words, plan.microBatches(), "micro-batches");
    if (plan.passes().precision() != Precision.FP32) {
      words.add(plan.passes().precision().word());
    }
    words.add("on " + devices(plan.devices()));
    rows.add(List.of("plan", words.toString()));
    int splits = plan.replicas() * plan.microBatches();
    rows.add(
        List.of(
            "batch",
            Quantity.counted(result.samples(), "sample")
                + (splits > 1 ? " in micro-batches of " + conditions.batch() / splits : "")));
  }

  private static String devices(List<DeviceId> devices) {
    return devices.size() > MOST_NAMES
        ? String.format(Locale.ROOT, "%,d devices", devices.size())
        : devices.stream().map(DeviceId::name).collect(Collectors.joining(" "));
  }

  private static void add(StringJoiner words, int count, String things) {
    if (count > 1) {
      words.add(count + " " + things);
    }
  }

  private static String turns(int repeats, Conditions conditions) {
    return Quantity.counted(repeats, "iteration")
        + " after "
        + Quantity.counted(conditions.warmups(), "warm-up")
        + switch (conditions.warmUp()) {
          case SETTLED -> ", until the times had settled";
          case GIVEN_UP -> ", and the times had not settled";
          case COUNTED -> "";
        };
  }

  private static void times(List<List<String>> rows, Analyses run, Spread iterations) {
    rows.add(List.of("iteration", spread(iterations)));
    var throughput = run.get(Throughput.ANALYSIS);
    rows.add(
        List.of(
            "throughput",
            Quantity.perSecond(throughput.overWallPerSecond(), "sample")
                + " over the wall time, "
                + Quantity.perSecond(throughput.samplesPerSecond(), "sample")
                + " by the median iteration"));
    rows.add(List.of("latency", latency(run.get(Latency.ANALYSIS))));
  }

  private static String spread(Spread iterations) {
    return iterations.count() == 1
        ? Quantity.time(iterations.median())
        : "median "
            + Quantity.time(iterations.median())
            + ", quartiles "
            + Quantity.time(iterations.lowerQuartile())
            + " and "
            + Quantity.time(iterations.upperQuartile())
            + ", minimum "
            + Quantity.time(iterations.minimum())
            + ", maximum "
            + Quantity.time(iterations.maximum());
  }

  /// Only the percentiles that so many measurements tell.
  private static String latency(Latency latency) {
    if (latency.count() == 1) {
      return Quantity.time(latency.max());
    }
    return "p50 "
        + Quantity.time(latency.p50())
        + (latency.tellsP95() ? ", p95 " + Quantity.time(latency.p95()) : "")
        + (latency.tellsP99() ? ", p99 " + Quantity.time(latency.p99()) : "")
        + ", max "
        + Quantity.time(latency.max());
  }

  private static String load(MachineLoad load) {
    var average = load.average();
    var others = load.othersShare();
    return (average.isPresent()
            ? String.format(Locale.ROOT, "average %.2f", average.getAsDouble())
            : "average not known")
        + ", other processes "
        + (others.isPresent()
            ? Quantity.percent(others.getAsDouble()) + " of the machine"
            : "not known");
  }

  private static void where(
      List<List<String>> rows, RunResult result, Analyses run, boolean several) {
    if (run.trace().origin() != Origin.PREDICTED) {
      var makespan = Quantity.time(run.trace().durationNanos());
      rows.add(List.of("makespan", several ? makespan + NEAREST : makespan));
    }
    var transfers = run.get(Transfers.ANALYSIS);
    rows.add(
        List.of(
            "tasks",
            result.graph().taskCount()
                + ", of them "
                + Quantity.counted(transfers.count(), "transfer")
                + " of "
                + Quantity.bytes(transfers.bytes())));
    for (var device : run.get(DeviceUse.ANALYSIS)) {
      rows.add(
          List.of(
              device.name(),
              Quantity.percent(device.utilization())
                  + " busy, peak "
                  + Quantity.bytes(device.peakBytes())));
    }
    rows.add(List.of("bubble", Quantity.percent(run.get(LoadBalance.ANALYSIS).bubbleShare())));
    var path = run.get(CriticalPath.ANALYSIS);
    rows.add(
        List.of(
            "critical path",
            Quantity.time(path.nanos() + path.waitNanos())
                + ": "
                + Quantity.time(path.nanos())
                + " busy, "
                + Quantity.time(path.waitNanos())
                + " waiting"));
  }

  private static void compared(List<List<String>> rows, Analyses run) {
    run.find(SpeedUp.ANALYSIS)
        .ifPresent(speedUp ->
            rows.add(
                List.of(
                    "speed-up",
                    Quantity.factor(speedUp.factor())
                        + " over the same samples unsplit on one device")));
    run.find(Unsplit.ANALYSIS)
        .ifPresent(unsplit -> {
          rows.add(List.of("unsplit", spread(unsplit.iterations())));
          rows.add(List.of("", turns(unsplit.iterations().count(), unsplit.conditions())));
        });
    var agreement = run.provenance().agreement();
    if (!(agreement instanceof Agreement.Unknown)) {
      rows.add(List.of("verified", agreement.sentence()));
    }
  }
}
