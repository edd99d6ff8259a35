package dev.partitura.app.cli;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;

/// The verdict rule of the conformance contract: same element type and shape, and `|got - want| <=
/// atol + rtol * |want|` in every element; NaN equals NaN, infinities are exact, and so is
/// everything that is not a float.
final class TensorComparison {
  private TensorComparison() {}

  /// Empty when they agree, else where they differ.
  static String difference(Tensor got, Tensor want) {
    if (got.dataType() != want.dataType() || !got.shape().equals(want.shape())) {
      return "is " + got.type() + " and not " + want.type();
    }
    var comparison =
        dev.partitura.engine.tensor.TensorComparison.of(
            got, want, around -> bound(want.dataType(), Math.abs(around)));
    long at = comparison.beyond();
    if (at < 0) {
      return "";
    }
    return want.dataType() == DataType.STRING
        ? "element " + at + " is " + got.stringAt(at) + " and not " + want.stringAt(at)
        : "element " + at + " is " + got.doubleAt(at) + " and not " + want.doubleAt(at);
  }

  private static double bound(DataType type, double magnitude) {
    return switch (type) {
      case FLOAT, DOUBLE -> 1e-5 + 1e-3 * magnitude;
      case FLOAT16 -> 1e-3 + 1e-2 * magnitude;
      default -> 0;
    };
  }
}
