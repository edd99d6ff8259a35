package dev.partitura.engine.analysis;

import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/// Two runs side by side: what each measured, and the ops whose time differs most.
///
/// @param rows one for each measure that is known of one of them at least
/// @param ops all ops that took time in either, the largest difference first
public record RunComparison(List<Row> rows, List<OpRow> ops) {
  private static final double NEGLIGIBLE = 0.005;

  /// What is compared.
  public enum Measure {
    /// Nanoseconds of the median iteration.
    ITERATION(false),
    /// Samples a second, by the median iteration.
    THROUGHPUT(true),
    /// Nanoseconds of the median iteration on one device, of the same samples.
    SINGLE(false),
    /// Times as fast as one device.
    SPEED_UP(true),
    /// Median nanoseconds from the start of an iteration to the end of a micro-batch.
    LATENCY(false),
    /// Idle share of all devices' time.
    IDLE(false),
    /// Mean over largest computing time of the devices.
    BALANCE(true),
    /// Bytes that cross between devices in an iteration.
    TRANSFERRED(false),
    /// Most bytes that one device held, its weights among them.
    MEMORY(false),
    /// Of the last step of a training.
    LOSS(false),
    /// Share of the test labels that a trained network gets right, from 0 to 1.
    ACCURACY(true);

    private final boolean moreIsBetter;

    Measure(boolean moreIsBetter) {
      this.moreIsBetter = moreIsBetter;
    }

    public boolean isMoreBetter() {
      return moreIsBetter;
    }
  }

  /// A number of both; not a number where it is not known.
  ///
  /// @param firstSpread as [Spread#relative]; 0 where there is none
  public record Row(
      Measure measure, double first, double firstSpread, double second, double secondSpread) {
    /// Second over first less one; not a number where that says nothing.
    public double change() {
      return first > 0 ? second / first - 1 : Double.NaN;
    }

    /// Whether they lie further apart than either spreads, and than a number is worth reading.
    public boolean isBeyondSpread() {
      return Math.abs(change()) > Math.max(NEGLIGIBLE, Math.max(firstSpread, secondSpread));
    }
  }

  /// Nanoseconds that an op computed in an iteration of each, over all micro-batches and replicas.
  public record OpRow(OpId op, double firstNanos, double secondNanos) {
    public double difference() {
      return secondNanos - firstNanos;
    }
  }

  public RunComparison {
    rows = List.copyOf(rows);
    ops = List.copyOf(ops);
  }

  /// Cost: that of the analyses not made yet, and O(ops · log ops).
  public static RunComparison of(Analyses first, Analyses second) {
    var rows = new ArrayList<Row>();
    for (var measure : Measure.values()) {
      var row =
          new Row(
              measure,
              value(measure, first),
              spread(measure, first),
              value(measure, second),
              spread(measure, second));
      if (!Double.isNaN(row.first()) || !Double.isNaN(row.second())) {
        rows.add(row);
      }
    }
    return new RunComparison(rows, ops(first, second));
  }

  private static List<OpRow> ops(Analyses first, Analyses second) {
    var before = first.get(OpTimes.ANALYSIS).nanosByOp();
    var after = second.get(OpTimes.ANALYSIS).nanosByOp();
    var all = new LinkedHashSet<>(before.keySet());
    all.addAll(after.keySet());
    return all.stream()
        .map(op -> new OpRow(op, before.getOrDefault(op, 0.0), after.getOrDefault(op, 0.0)))
        .sorted(Comparator.comparingDouble((OpRow row) -> -Math.abs(row.difference())))
        .toList();
  }

  private static double value(Measure measure, Analyses run) {
    return switch (measure) {
      case ITERATION ->
          run.find(Iterations.ANALYSIS)
              .map(Spread::median)
              .orElse((double) run.trace().durationNanos());
      case THROUGHPUT ->
          run.find(Throughput.ANALYSIS).map(Throughput::samplesPerSecond).orElse(Double.NaN);
      case SINGLE ->
          run.find(Unsplit.ANALYSIS).map(of -> of.iterations().median()).orElse(Double.NaN);
      case SPEED_UP -> run.find(SpeedUp.ANALYSIS).map(SpeedUp::factor).orElse(Double.NaN);
      case LATENCY -> run.find(Latency.ANALYSIS).map(of -> (double) of.p50()).orElse(Double.NaN);
      case IDLE -> run.get(LoadBalance.ANALYSIS).bubbleShare();
      case BALANCE -> run.get(LoadBalance.ANALYSIS).balance();
      case TRANSFERRED -> run.get(Transfers.ANALYSIS).bytes();
      case MEMORY ->
          run.get(DeviceUse.ANALYSIS).stream().mapToDouble(DeviceUse::peakBytes).max().orElse(0);
      case LOSS -> {
        var training = run.provenance().training();
        yield training == null ? Double.NaN : training.loss().orElse(Double.NaN);
      }
      case ACCURACY -> {
        var training = run.provenance().training();
        yield training == null ? Double.NaN : training.accuracy().orElse(Double.NaN);
      }
    };
  }

  private static double spread(Measure measure, Analyses run) {
    return switch (measure) {
      case ITERATION, THROUGHPUT -> run.find(Iterations.ANALYSIS).map(Spread::relative).orElse(0.0);
      case SINGLE -> run.find(Unsplit.ANALYSIS).map(of -> of.iterations().relative()).orElse(0.0);
      case SPEED_UP, LATENCY, IDLE, BALANCE, TRANSFERRED, MEMORY, LOSS, ACCURACY -> 0;
    };
  }
}
