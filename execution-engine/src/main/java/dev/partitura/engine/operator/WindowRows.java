package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;

/// The meeting of a window with one plane, row by row: an output row is a run along the last
/// spatial axis, and under one tap it reads the plane at constant steps. Immutable; memory O(taps ×
/// rows).
final class WindowRows {
  private final int rows;
  private final int rowLength;
  private final int lastKernel;
  private final int step;
  private final int[][] sources;
  private final int[] firsts;
  private final int[] lasts;
  private final int[] shifts;

  WindowRows(Window window, int[] input, int[] output) {
    int last = input.length - 1;
    rowLength = output[last];
    lastKernel = (int) window.kernel()[last];
    step = (int) window.strides()[last];
    int count = 1;
    int outerTaps = 1;
    for (int axis = 0; axis < last; axis++) {
      count = Math.multiplyExact(count, output[axis]);
      outerTaps = Math.multiplyExact(outerTaps, (int) window.kernel()[axis]);
    }
    rows = count;
    sources = new int[outerTaps][rows];
    for (int tap = 0; tap < outerTaps; tap++) {
      for (int row = 0; row < rows; row++) {
        sources[tap][row] = source(window, input, output, tap, row);
      }
    }
    firsts = new int[lastKernel];
    lasts = new int[lastKernel];
    shifts = new int[lastKernel];
    for (int tap = 0; tap < lastKernel; tap++) {
      long shift = tap * window.dilations()[last] - window.begins()[last];
      shifts[tap] = Math.toIntExact(shift);
      firsts[tap] = Math.clamp(Math.ceilDiv(-shift, step), 0, rowLength);
      lasts[tap] = Math.clamp(Math.ceilDiv(input[last] - shift, step), firsts[tap], rowLength);
    }
  }

  private static int source(Window window, int[] input, int[] output, int tap, int row) {
    int tapLeft = tap;
    int rowLeft = row;
    long offset = 0;
    long stride = input[input.length - 1];
    for (int axis = input.length - 2; axis >= 0; axis--) {
      int k = tapLeft % (int) window.kernel()[axis];
      int o = rowLeft % output[axis];
      tapLeft /= (int) window.kernel()[axis];
      rowLeft /= output[axis];
      long at = o * window.strides()[axis] + k * window.dilations()[axis] - window.begins()[axis];
      if (at < 0 || at >= input[axis]) {
        return -1;
      }
      offset += at * stride;
      stride *= input[axis];
    }
    return Math.toIntExact(offset);
  }

  int taps() {
    return sources.length * lastKernel;
  }

  int rows() {
    return rows;
  }

  int rowLength() {
    return rowLength;
  }

  /// Step through the plane along an output row.
  int step() {
    return step;
  }

  /// Where, in the plane, output row `row` begins under `tap`, were it to begin at its element 0;
  /// only those from [#first] to [#last], exclusive, exist. Meaningless when [#misses].
  int source(int tap, int row) {
    return sources[tap / lastKernel][row] + shifts[tap % lastKernel];
  }

  /// Whether the whole row lies in the padding under `tap`.
  boolean misses(int tap, int row) {
    Checkpoint.pass(row);
    return sources[tap / lastKernel][row] < 0;
  }

  int first(int tap) {
    return firsts[tap % lastKernel];
  }

  int last(int tap) {
    return lasts[tap % lastKernel];
  }
}
