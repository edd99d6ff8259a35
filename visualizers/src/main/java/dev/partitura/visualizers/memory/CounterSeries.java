package dev.partitura.visualizers.memory;

import dev.partitura.engine.trace.Counter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A counter that can be asked for its largest value within any stretch of time, at a cost that
/// does not follow its length.
public final class CounterSeries {
  private static final int FAN_OUT = 16;

  private final long[] times;
  private final List<double[]> levels = new ArrayList<>();

  public CounterSeries(Counter counter) {
    this(counter.times(), counter.values());
  }

  CounterSeries(long[] times, double[] values) {
    this.times = times;
    levels.add(values);
    for (var below = values; below.length > 1; ) {
      var above = new double[(below.length + FAN_OUT - 1) / FAN_OUT];
      for (int i = 0; i < above.length; i++) {
        above[i] =
            Arrays.stream(below, i * FAN_OUT, Math.min(below.length, (i + 1) * FAN_OUT))
                .max()
                .orElse(0);
      }
      levels.add(above);
      below = above;
    }
  }

  /// The sum of several counters, with a point wherever one of them has one.
  public static CounterSeries sum(List<Counter> counters) {
    var times =
        counters.stream()
            .flatMapToLong(counter -> Arrays.stream(counter.times()))
            .sorted()
            .distinct()
            .toArray();
    var values = new double[times.length];
    for (var counter : counters) {
      int next = 0;
      double value = 0;
      for (int i = 0; i < times.length; i++) {
        while (next < counter.times().length && counter.times()[next] <= times[i]) {
          value = counter.values()[next++];
        }
        values[i] += value;
      }
    }
    return new CounterSeries(times, values);
  }

  public int size() {
    return times.length;
  }

  public double value(int point) {
    return levels.getFirst()[point];
  }

  public double peak() {
    return times.length == 0 ? 0 : Math.max(0, levels.getLast()[0]);
  }

  /// The value that holds at a moment; 0 before the first point.
  public double at(double nanos) {
    int point = lastUntil(nanos);
    return point < 0 ? 0 : value(point);
  }

  /// The largest value that holds at any moment from one time up to, not including, another.
  public double largest(double fromNanos, double toNanos) {
    int from = Math.max(0, lastUntil(fromNanos));
    int to = lastUntil(Math.nextDown(toNanos)) + 1;
    double largest = at(fromNanos);
    int level = 0;
    while (from < to) {
      var values = levels.get(level);
      while (from < to && from % FAN_OUT != 0) {
        largest = Math.max(largest, values[from++]);
      }
      while (from < to && to % FAN_OUT != 0) {
        largest = Math.max(largest, values[--to]);
      }
      from /= FAN_OUT;
      to /= FAN_OUT;
      level++;
    }
    return largest;
  }

  private int lastUntil(double nanos) {
    int low = 0;
    int high = times.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
