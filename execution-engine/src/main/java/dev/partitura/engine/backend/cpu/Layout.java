package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How the elements of a value lie in memory: a stride for each axis or, when `block` is not 0,
/// rows of `block` channels (`nChw16c` for four axes), the last row padded with zeros. Immutable.
final class Layout {
  private final long[] sizes;
  private final long[] strides;
  private final int block;

  private Layout(long[] sizes, long[] strides, int block) {
    this.sizes = sizes;
    this.strides = strides;
    this.block = block;
  }

  /// Dense row-major, as in [dev.partitura.engine.tensor.Tensor].
  static Layout plain(long... sizes) {
    return new Layout(sizes.clone(), Shape.stridesOf(sizes), 0);
  }

  static Layout strided(long[] sizes, long[] strides) {
    return new Layout(sizes.clone(), strides.clone(), 0);
  }

  /// `[N, C, …]` with the channels innermost.
  static Layout channelsLast(long... sizes) {
    var strides = new long[sizes.length];
    long stride = sizes[1];
    for (int axis = sizes.length - 1; axis >= 2; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    strides[1] = 1;
    strides[0] = stride;
    return new Layout(sizes.clone(), strides, 0);
  }

  /// `[N, C, …]` in rows of `block` channels.
  static Layout blocked(int block, long... sizes) {
    var strides = new long[sizes.length];
    long stride = block;
    for (int axis = sizes.length - 1; axis >= 2; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    strides[1] = stride;
    strides[0] = stride * Math.ceilDiv(sizes[1], block);
    return new Layout(sizes.clone(), strides, block);
  }

  long[] sizes() {
    return sizes.clone();
  }

  int rank() {
    return sizes.length;
  }

  int block() {
    return block;
  }

  long elementCount() {
    long count = 1;
    for (long size : sizes) {
      count *= size;
    }
    return count;
  }

  /// Elements from the first to behind the last, padding included.
  long span() {
    if (elementCount() == 0) {
      return 0;
    }
    if (block > 0) {
      return sizes[0] * strides[0];
    }
    long last = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      last += (sizes[axis] - 1) * strides[axis];
    }
    return last + 1;
  }

  /// Whether the elements lie as in a plain tensor; axes of size 1 do not matter.
  boolean isPlain() {
    if (block > 0
        && (sizes[1] % block != 0 || Arrays.stream(sizes).skip(2).anyMatch(size -> size != 1))) {
      return false;
    }
    long stride = 1;
    for (int axis = sizes.length - 1; block == 0 && axis >= 0; axis--) {
      if (sizes[axis] != 1 && strides[axis] != stride) {
        return false;
      }
      stride *= sizes[axis];
    }
    return true;
  }

  /// Whether the library multiplies matrices right that lie so. Of a batch whose axes come in
  /// another order it takes the wrong matrices (findings/onednn-matmul-batch-order); of more than
  /// four axes, where an earlier one is as long as one of the matrix, it takes the one for the
  /// other unless all lie plain.
  boolean isTakenByProducts() {
    int matrix = sizes.length - 2;
    long before = Long.MAX_VALUE;
    for (int axis = 0; axis < matrix && !isPlain(); axis++) {
      boolean alike = sizes[axis] == sizes[matrix] || sizes[axis] == sizes[matrix + 1];
      if (sizes[axis] > 1 && (strides[axis] > before || alike && sizes.length > 4)) {
        return false;
      }
      before = sizes[axis] > 1 ? strides[axis] : before;
    }
    return true;
  }

  /// Whether the elements fill their span without holes or padding.
  boolean isDense() {
    return span() == elementCount();
  }

  /// This layout for a value whose axis `k` is axis `order[k]` of this one; null for blocked
  /// channels.
  @Nullable Layout transposed(long[] order) {
    if (block > 0) {
      return null;
    }
    var newSizes = new long[sizes.length];
    var newStrides = new long[sizes.length];
    for (int axis = 0; axis < newSizes.length; axis++) {
      newSizes[axis] = sizes[(int) order[axis]];
      newStrides[axis] = strides[(int) order[axis]];
    }
    return new Layout(newSizes, newStrides, 0);
  }

  /// The layout that becomes plain by transposing it with `order`.
  static Layout plainAfterTranspose(long[] sizes, long[] order) {
    var after = new long[sizes.length];
    for (int axis = 0; axis < after.length; axis++) {
      after[axis] = sizes[(int) order[axis]];
    }
    var afterStrides = Shape.stridesOf(after);
    var strides = new long[sizes.length];
    for (int axis = 0; axis < after.length; axis++) {
      strides[(int) order[axis]] = afterStrides[axis];
    }
    return new Layout(sizes.clone(), strides, 0);
  }

  /// This layout with fused axes put in front until it has `rank` axes; null for blocked channels.
  @Nullable Layout expanded(int rank) {
    if (rank == sizes.length) {
      return this;
    }
    if (block > 0) {
      return null;
    }
    int added = rank - sizes.length;
    var newSizes = new long[rank];
    var newStrides = new long[rank];
    Arrays.fill(newSizes, 0, added, 1);
    Arrays.fill(newStrides, 0, added, Math.max(1, span()));
    System.arraycopy(sizes, 0, newSizes, added, sizes.length);
    System.arraycopy(strides, 0, newStrides, added, sizes.length);
    return new Layout(newSizes, newStrides, 0);
  }

  /// The same kind of layout (plain, channels last or blocked) for another size.
  Layout like(long... newSizes) {
    if (newSizes.length != sizes.length) {
      return plain(newSizes);
    }
    if (block > 0) {
      return blocked(block, newSizes);
    }
    return sizes.length > 2 && !isPlain() && sameStrides(channelsLast(sizes))
        ? channelsLast(newSizes)
        : plain(newSizes);
  }

  private boolean sameStrides(Layout other) {
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] != 1 && strides[axis] != other.strides[axis]) {
        return false;
      }
    }
    return true;
  }

  long[] strides() {
    return strides.clone();
  }

  /// The strides as they are told to the library: an axis of size 1, which may have any, steps over
  /// all that the axes behind it reach, as in a plain tensor. Told another, the library's
  /// broadcasts write nothing where such an axis stands before a repeated one
  /// (findings/onednn-binary-unit-axis).
  long[] toldStrides() {
    var told = strides.clone();
    long reach = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (sizes[axis] == 1) {
        told[axis] = reach;
      }
      reach = Math.max(reach, sizes[axis] * told[axis]);
    }
    return told;
  }

  /// Whether both put every element at the same place.
  boolean sameAs(Layout other) {
    return Arrays.equals(sizes, other.sizes)
        && (block == other.block && sameStrides(other) || isPlain() && other.isPlain());
  }

  @Override
  public String toString() {
    return block > 0
        ? "blocked by " + block
        : isPlain() ? "plain" : "strides " + Arrays.toString(strides);
  }
}
