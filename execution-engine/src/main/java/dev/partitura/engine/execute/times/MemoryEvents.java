package dev.partitura.engine.execute.times;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.column.LongColumn;
import dev.partitura.engine.trace.Counter;
import java.util.Arrays;

/// Collects changes of an amount in any order and turns them into a counter.
final class MemoryEvents {
  private final LongColumn times = new LongColumn();
  private final LongColumn changes = new LongColumn();

  void add(long time, long change) {
    times.add(Math.max(0, time));
    changes.add(change);
  }

  /// The amount over time, `base` from the beginning; changes at one instant are one step.
  Counter counter(String name, String unit, DeviceId device, long base) {
    int count = times.size();
    var order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(times.get(a), times.get(b)));
    var at = new long[count + 1];
    var values = new double[count + 1];
    double amount = base;
    values[0] = amount;
    int points = 1;
    for (int event : order) {
      amount += changes.get(event);
      if (at[points - 1] != times.get(event)) {
        at[points++] = times.get(event);
      }
      values[points - 1] = amount;
    }
    return new Counter(
        name, unit, device, Arrays.copyOf(at, points), Arrays.copyOf(values, points));
  }
}
