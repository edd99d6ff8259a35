package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import java.util.Arrays;

/// Walks a row-major index space one row at a time and keeps the position of several strided views of it. Neighbouring axes that every
/// view walks in one stride are joined first, so equal dense shapes make a single row. Used by one thread.
///
///     for (var rows = IndexSpace.of(sizes, stridesOfA, stridesOfB); rows.next();) { … rows.position(0) … }
final class IndexSpace {
  private final long[] sizes;
  private final long[][] strides;
  private final long[] index;
  private final long[] positions;
  private long rowsLeft;
  private boolean started;

  private IndexSpace(long[] sizes, long[][] strides) {
    this.sizes = sizes;
    this.strides = strides;
    this.index = new long[sizes.length];
    this.positions = new long[strides.length];
    rowsLeft = sizes[sizes.length - 1] == 0 ? 0 : 1;
    for (int axis = 0; axis < sizes.length - 1; axis++) {
      rowsLeft *= sizes[axis];
    }
  }

  /// @param strides for each view its step, in elements, along each axis; 0 repeats
  static IndexSpace of(long[] sizes, long[]... strides) {
    int rank = sizes.length;
    var joined = new long[rank + 1];
    var steps = new long[strides.length][rank + 1];
    int count = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (sizes[axis] == 1) {
        continue;
      }
      if (count > 0 && continues(strides, steps, count - 1, axis, sizes[axis])) {
        joined[count - 1] *= sizes[axis];
      } else {
        joined[count++] = sizes[axis];
      }
      for (int view = 0; view < strides.length; view++) {
        steps[view][count - 1] = strides[view][axis];
      }
    }
    if (count == 0) {
      joined[count++] = 1;
    }
    return new IndexSpace(Arrays.copyOf(joined, count), steps);
  }

  private static boolean continues(
      long[][] strides, long[][] steps, int outer, int axis, long size) {
    for (int view = 0; view < strides.length; view++) {
      if (steps[view][outer] != strides[view][axis] * size) {
        return false;
      }
    }
    return true;
  }

  /// Steps to the next row; false when there is none.
  boolean next() {
    if (rowsLeft-- <= 0) {
      return false;
    }
    Checkpoint.pass(rowsLeft);
    if (!started) {
      started = true;
      return true;
    }
    for (int axis = sizes.length - 2; ; axis--) {
      boolean wraps = ++index[axis] == sizes[axis];
      for (int view = 0; view < positions.length; view++) {
        positions[view] += wraps ? -strides[view][axis] * (sizes[axis] - 1) : strides[view][axis];
      }
      if (!wraps) {
        return true;
      }
      index[axis] = 0;
    }
  }

  long rowLength() {
    return sizes[sizes.length - 1];
  }

  /// Where a view stands at the start of the row.
  long position(int view) {
    return positions[view];
  }

  /// Step of a view along the row.
  long step(int view) {
    return strides[view][sizes.length - 1];
  }
}
