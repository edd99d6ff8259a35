package dev.partitura.visualizers.timeline;

import java.util.Arrays;

/// What a track did in each pixel column of a view: how much of the time it was busy, and mostly
/// with what. Reused from track to track.
public final class Columns {
  private double[] busyNanos = new double[0];
  private double[] lead = new double[0];
  private byte[] hue = new byte[0];
  private int count;
  private double nanosPerColumn = 1;

  void reset(int columns, double nanos) {
    if (columns > busyNanos.length) {
      busyNanos = new double[columns];
      lead = new double[columns];
      hue = new byte[columns];
    }
    Arrays.fill(busyNanos, 0, columns, 0);
    Arrays.fill(lead, 0, columns, 0);
    Arrays.fill(hue, 0, columns, SpanHues.NONE);
    count = columns;
    nanosPerColumn = nanos;
  }

  /// Adds time of one hue to a column; the hue that leads stays in front until others outweigh it.
  void add(int column, double nanos, byte ofHue) {
    if (column < 0 || column >= count || nanos <= 0) {
      return;
    }
    busyNanos[column] += nanos;
    if (hue[column] == ofHue) {
      lead[column] += nanos;
    } else if (lead[column] >= nanos) {
      lead[column] -= nanos;
    } else {
      lead[column] = nanos - lead[column];
      hue[column] = ofHue;
    }
  }

  public int count() {
    return count;
  }

  /// Share of the column's time that was busy, 0 to 1.
  public double busy(int column) {
    return Math.min(1, busyNanos[column] / nanosPerColumn);
  }

  public byte hue(int column) {
    return hue[column];
  }
}
