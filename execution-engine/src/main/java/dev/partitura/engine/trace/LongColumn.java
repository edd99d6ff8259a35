package dev.partitura.engine.trace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// As [IntColumn], of longs.
final class LongColumn {
  private final long absent;
  private long[] values = {};

  LongColumn(long absent) {
    this.absent = absent;
  }

  void set(int row, long value) {
    if (row >= values.length) {
      if (value == absent) {
        return;
      }
      int before = values.length;
      values = Arrays.copyOf(values, Math.max(row + 1, before + before / 2));
      if (absent != 0) {
        Arrays.fill(values, before, values.length, absent);
      }
    }
    values[row] = value;
  }

  long get(int row) {
    return row < values.length ? values[row] : absent;
  }

  /// The rows in another order; null where none was ever set.
  long @Nullable [] inOrder(int[] order) {
    return values.length == 0 ? null : picked(order);
  }

  long[] picked(int[] order) {
    var picked = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = get(order[i]);
    }
    return picked;
  }
}
