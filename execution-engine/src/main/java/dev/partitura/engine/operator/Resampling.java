package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;

/// Change of the size of one axis by interpolation: where output places lie in the input and how
/// the neighbours there weigh. Source: ONNX Resize-19 and its reference.
///
/// @param size of the input axis; `places` of the output axis
/// @param scale output places per input place
/// @param roiStart and `roiEnd`: the part, as shares of the axis, that `tf_crop_and_resize` shows
record Resampling(
    long size, long places, double scale, double roiStart, double roiEnd, Manner manner) {
  private static final double ROUNDING = 1e-6;

  /// The op's attributes.
  ///
  /// @param before11 whether operator sets before 11 are followed: asymmetric, and nearest means
  ///   below when enlarging, above when shrinking
  record Manner(
      String mode,
      String coordinates,
      String nearest,
      double cubic,
      boolean excludesOutside,
      boolean smooths,
      boolean before11) {}

  /// Weights of the neighbours of one output place.
  ///
  /// @param first index of the leftmost neighbour; may lie outside
  record Neighbours(long first, double[] weights) {}

  /// Whether every output place is the input place of the same index.
  boolean isIdentity() {
    return scale == 1 && places == size && !manner.coordinates().equals("tf_crop_and_resize");
  }

  /// Where an output place lies on the input axis; on a whole number, or half way between two,
  /// where it misses that only because a scale such as 0.7 is no float32. NaN where the crop shows
  /// nothing.
  double position(long place) {
    double exact = unrounded(place);
    double halves = Math.rint(2 * exact) / 2;
    return Math.abs(exact - halves) < ROUNDING ? halves : exact;
  }

  private double unrounded(long place) {
    double width = scale * size;
    return switch (manner.coordinates()) {
      case "asymmetric" -> place / scale;
      case "align_corners" -> width == 1 ? 0 : place * (size - 1) / (width - 1);
      case "pytorch_half_pixel" -> width > 1 ? (place + 0.5) / scale - 0.5 : 0;
      case "tf_half_pixel_for_nn" -> (place + 0.5) / scale;
      case "half_pixel_symmetric" -> {
        double adjustment = places / width;
        yield size / 2.0 * (1 - adjustment) + (place + 0.5) / scale - 0.5;
      }
      case "tf_crop_and_resize" -> {
        double shown = (roiEnd - roiStart) * (size - 1);
        double at = roiStart * (size - 1) + (places > 1 ? place * shown / (places - 1) : shown / 2);
        yield at < 0 || at > size - 1 ? Double.NaN : at;
      }
      default -> (place + 0.5) / scale - 0.5;
    };
  }

  /// Index of the input place nearest to a position, kept inside.
  long nearest(double position) {
    double below = Math.floor(position);
    double off = position - below;
    boolean up;
    if (manner.before11()) {
      up = scale < 1 && off > 0;
    } else {
      up =
          switch (manner.nearest()) {
            case "floor" -> false;
            case "ceil" -> off > 0;
            case "round_prefer_ceil" -> off >= 0.5;
            default -> off > 0.5;
          };
    }
    return Math.clamp((long) below + (up ? 1 : 0), 0, size - 1);
  }

  /// Neighbours and weights of a position; weights sum to one.
  Neighbours neighbours(double position) {
    double below = Math.floor(position);
    double off = position - below;
    boolean cubic = manner.mode().equals("cubic");
    double reach = manner.smooths() ? Math.min(scale, 1) : 1;
    int start = (int) Math.floor((cubic ? -2 : -1) / reach) + 1;
    var weights = new double[2 - 2 * start];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      long index = (long) below + start + i;
      double distance = Math.abs((start + i - off) * reach);
      weights[i] = cubic ? cubic(distance) : Math.max(0, 1 - distance);
      if (manner.excludesOutside() && (index < 0 || index >= size)) {
        weights[i] = 0;
      }
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return new Neighbours((long) below + start, weights);
  }

  /// Cubic convolution kernel. Source: Keys 1981.
  private double cubic(double x) {
    double a = manner.cubic();
    if (x <= 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }

  /// Shortens or lengthens an axis of `values`, which lie as `outer × size × inner`.
  double[] apply(double[] values, int outer, int inner, double outside) {
    int length = Math.toIntExact(size);
    int wanted = Math.toIntExact(places);
    var result = new double[Math.multiplyExact(Math.multiplyExact(outer, wanted), inner)];
    for (int place = 0; place < wanted; place++) {
      double position = position(place);
      var around = Double.isNaN(position) ? null : neighbours(position);
      for (int o = 0; o < outer; o++) {
        Checkpoint.pass(o);
        int target = (o * wanted + place) * inner;
        for (int i = 0; i < inner; i++) {
          result[target + i] = around == null ? outside : 0;
        }
        for (int k = 0; around != null && k < around.weights().length; k++) {
          int source = (o * length + (int) Math.clamp(around.first() + k, 0, size - 1)) * inner;
          for (int i = 0; i < inner; i++) {
            result[target + i] += around.weights()[k] * values[source + i];
          }
        }
      }
    }
    return result;
  }

  /// Fills `y` from `x`, one resampling for each axis.
  static void run(Tensor x, Tensor y, List<Resampling> axes, double outside) {
    if (y.elementCount() == 0) {
      return;
    }
    if (axes.isEmpty()) {
      y.copyFrom(x);
    } else if (axes.getFirst().manner().mode().equals("nearest")) {
      runNearest(x, y, axes, outside);
    } else {
      runWeighted(x, y, axes, outside);
    }
  }

  private static void runNearest(Tensor x, Tensor y, List<Resampling> axes, double outside) {
    if (axes.stream().anyMatch(axis -> axis.manner().coordinates().equals("tf_crop_and_resize"))) {
      for (long i = 0; i < y.elementCount(); i++) {
        y.setDouble(i, outside);
      }
    }
    AxisSources.copy(x, y, sources(axes));
  }

  /// For each place of each axis the place that is nearest; -1 where the crop shows nothing.
  private static long[][] sources(List<Resampling> axes) {
    var sources = new long[axes.size()][];
    for (int axis = 0; axis < sources.length; axis++) {
      var resampling = axes.get(axis);
      sources[axis] = new long[Math.toIntExact(resampling.places())];
      for (int place = 0; place < sources[axis].length; place++) {
        double position = resampling.position(place);
        sources[axis][place] =
            resampling.isIdentity()
                ? place
                : Double.isNaN(position) ? -1 : resampling.nearest(position);
      }
    }
    return sources;
  }

  private static void runWeighted(Tensor x, Tensor y, List<Resampling> axes, double outside) {
    var values = Elements.doubles(x);
    int outer = 1;
    for (int axis = 0; axis < axes.size(); axis++) {
      var resampling = axes.get(axis);
      int inner = Math.toIntExact(x.shape().product(axis + 1, axes.size()));
      values = resampling.isIdentity() ? values : resampling.apply(values, outer, inner, outside);
      outer = Math.toIntExact(outer * resampling.places());
    }
    Elements.write(values, y);
  }

  /// The gradient of what was made of an input of shape `from`, from that of the output.
  static String back(Backward op, Shape from, List<Resampling> axes) {
    if (axes.isEmpty() || axes.getFirst().manner().mode().equals("nearest")) {
      return AxisSources.back(op, op.gradient(), from, sources(axes));
    }
    var sizes = op.outputShape().sizes();
    var value = op.gradient();
    for (int axis = 0; axis < sizes.length; axis++) {
      var resampling = axes.get(axis);
      if (!resampling.isIdentity()) {
        var seen = Shape.of(sizes);
        var rows =
            Shape.of(seen.product(0, axis), sizes[axis], seen.product(axis + 1, sizes.length));
        sizes[axis] = resampling.size();
        value = op.op("MatMul", resampling.weights(op), op.reshaped(value, rows));
        value = op.reshaped(value, Shape.of(sizes));
      }
    }
    return value;
  }

  /// `[size, places]`: how much each input place weighs in each output place.
  private String weights(Backward op) {
    int columns = Math.toIntExact(places);
    var weights = new double[Math.multiplyExact(Math.toIntExact(size), columns)];
    for (int place = 0; place < columns; place++) {
      double position = position(place);
      if (!Double.isNaN(position)) {
        var around = neighbours(position);
        for (int k = 0; k < around.weights().length; k++) {
          int source = (int) Math.clamp(around.first() + k, 0, size - 1);
          weights[source * columns + place] += around.weights()[k];
        }
      }
    }
    return op.numbers(Shape.of(size, places), weights);
  }
}
