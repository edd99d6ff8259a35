package dev.partitura.engine.execute.local;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.trace.Counter;
import java.util.Arrays;

/// Collects changes of an amount in any order and turns them into a counter.
final class MemoryEvents {
  private int count;
  private long[] times = new long[64];
  private long[] changes = new long[64];

  void add(long time, long change) {
    if (count == times.length) {
      times = Arrays.copyOf(times, count * 2);
      changes = Arrays.copyOf(changes, count * 2);
    }
    times[count] = Math.max(0, time);
    changes[count++] = change;
  }

  /// The amount over time, `base` from the beginning; changes at one instant are one step.
  Counter counter(String name, String unit, DeviceId device, long base) {
    var order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(times[a], times[b]));
    var at = new long[count + 1];
    var values = new double[count + 1];
    double amount = base;
    values[0] = amount;
    int points = 1;
    for (int event : order) {
      amount += changes[event];
      if (at[points - 1] != times[event]) {
        at[points++] = times[event];
      }
      values[points - 1] = amount;
    }
    return new Counter(
        name, unit, device, Arrays.copyOf(at, points), Arrays.copyOf(values, points));
  }
}
