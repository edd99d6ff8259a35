package dev.partitura.engine.trace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A growing column of ints. A row that was never set holds the column's default; a column of which
/// no row was ever set to anything else takes no memory.
final class IntColumn {
  private final int absent;
  private int[] values = {};

  IntColumn(int absent) {
    this.absent = absent;
  }

  void set(int row, int value) {
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

  int get(int row) {
    return row < values.length ? values[row] : absent;
  }

  /// The rows in another order; null where none was ever set.
  int @Nullable [] inOrder(int[] order) {
    return values.length == 0 ? null : picked(order);
  }

  int[] picked(int[] order) {
    var picked = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = get(order[i]);
    }
    return picked;
  }

  /// As [#inOrder], for numbers that fit a byte.
  byte @Nullable [] bytesInOrder(int[] order) {
    return values.length == 0 ? null : pickedBytes(order);
  }

  byte[] pickedBytes(int[] order) {
    var picked = new byte[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = (byte) get(order[i]);
    }
    return picked;
  }
}
