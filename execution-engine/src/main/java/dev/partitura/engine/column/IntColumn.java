package dev.partitura.engine.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A growing column of ints: rows are added behind the last or set anywhere. A row that was never
/// set holds the column's default; a column of which no row was ever set to anything else takes no
/// memory. Used by one thread; adding costs O(1) on average.
public final class IntColumn {
  private final int absent;
  private int[] values = {};
  private int size;

  public IntColumn() {
    this(0);
  }

  /// @param absent what a row that was never set holds
  public IntColumn(int absent) {
    this.absent = absent;
  }

  public void add(int value) {
    set(size, value);
  }

  /// Sets a row; the column then reaches at least to it.
  public void set(int row, int value) {
    size = Math.max(size, row + 1);
    if (row >= values.length) {
      if (value == absent) {
        return;
      }
      int before = values.length;
      values = Arrays.copyOf(values, Math.max(row + 1, before + before / 2 + 4));
      if (absent != 0) {
        Arrays.fill(values, before, values.length, absent);
      }
    }
    values[row] = value;
  }

  /// What the row holds, also behind the last.
  public int get(int row) {
    return row < values.length ? values[row] : absent;
  }

  /// Rows up to the last that was set or added.
  public int size() {
    return size;
  }

  /// A copy of all rows.
  public int[] toArray() {
    var all = Arrays.copyOf(values, size);
    if (absent != 0 && size > values.length) {
      Arrays.fill(all, values.length, size, absent);
    }
    return all;
  }

  /// The rows of these numbers.
  public int[] picked(int[] rows) {
    var picked = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = get(rows[i]);
    }
    return picked;
  }

  /// As [#picked]; null where nothing but the default was ever set.
  public int @Nullable [] pickedIfAny(int[] rows) {
    return values.length == 0 ? null : picked(rows);
  }
}
