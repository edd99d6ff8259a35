package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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

  /// The gradient of what was filled so, brought back to where it came from.
  ///
  /// @param from shape of the tensor that it was taken from
  static String back(Backward op, String gradient, Shape from, long[][] sources) {
    var sizes = Arrays.stream(sources).mapToLong(places -> places.length).toArray();
    var value = gradient;
    for (int axis = 0; axis < sources.length; axis++) {
      var places = sources[axis];
      long[] inside =
          IntStream.range(0, places.length)
              .filter(place -> places[place] >= 0)
              .asLongStream()
              .toArray();
      long[] taken = Arrays.stream(places).filter(source -> source >= 0).toArray();
      if (inside.length < places.length) {
        var along = Backward.attributes("axis", new Attribute.IntValue(axis));
        value = op.op("Gather", along, value, op.integers(inside));
      }
      sizes[axis] = from.size(axis);
      if (!Arrays.equals(taken, LongStream.range(0, sizes[axis]).toArray())) {
        value = GatherGradient.of(op, value, op.integers(taken), Shape.of(sizes), axis);
      }
    }
    return value;
  }
}
