package dev.partitura.engine.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// As [IntColumn], of bytes: for ordinals of small enums.
public final class ByteColumn {
  private final byte absent;
  private byte[] values = {};
  private int size;

  public ByteColumn() {
    this((byte) 0);
  }

  /// @param absent what a row that was never set holds
  public ByteColumn(byte absent) {
    this.absent = absent;
  }

  public void add(byte value) {
    set(size, value);
  }

  /// Sets a row; the column then reaches at least to it.
  public void set(int row, byte value) {
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
  public byte get(int row) {
    return row < values.length ? values[row] : absent;
  }

  /// The rows of these numbers.
  public byte[] picked(int[] rows) {
    var picked = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = get(rows[i]);
    }
    return picked;
  }

  /// As [#picked]; null where nothing but the default was ever set.
  public byte @Nullable [] pickedIfAny(int[] rows) {
    return values.length == 0 ? null : picked(rows);
  }
}
