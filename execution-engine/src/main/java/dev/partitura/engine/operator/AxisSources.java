package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;

/// Fills a tensor from another by choosing, for each place of each axis, the place it comes from;
/// -1 leaves the element as it is.
final class AxisSources {
  private AxisSources() {}

  static void copy(Tensor from, Tensor to, long[][] sources) {
    int last = sources.length - 1;
    var index = new int[last];
    var strides = from.shape().strides();
    long rows = to.shape().product(0, last);
    for (long row = 0; row < rows; row++) {
      long start = 0;
      boolean inside = true;
      for (int axis = 0; axis < last; axis++) {
        long source = sources[axis][index[axis]];
        inside &= source >= 0;
        start += source * strides[axis];
      }
      if (inside) {
        copyRow(from, start, sources[last], to, row * sources[last].length);
      }
      for (int axis = last - 1; axis >= 0 && ++index[axis] == sources[axis].length; axis--) {
        index[axis] = 0;
      }
    }
  }

  /// Copies one row in runs of neighbouring elements.
  private static void copyRow(Tensor from, long start, long[] sources, Tensor to, long at) {
    int i = 0;
    while (i < sources.length) {
      int end = i + 1;
      while (end < sources.length
          && sources[end] == sources[end - 1] + 1
          && sources[end - 1] >= 0) {
        end++;
      }
      if (sources[i] >= 0) {
        Elements.copy(from, start + sources[i], to, at + i, end - i);
      }
      i = end;
    }
  }
}
