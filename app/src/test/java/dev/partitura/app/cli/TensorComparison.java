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
    for (long i = 0; i < want.elementCount(); i++) {
      if (!same(got, want, i)) {
        return want.dataType() == DataType.STRING
            ? "element " + i + " is " + got.stringAt(i) + " and not " + want.stringAt(i)
            : "element " + i + " is " + got.doubleAt(i) + " and not " + want.doubleAt(i);
      }
    }
    return "";
  }

  private static boolean same(Tensor got, Tensor want, long i) {
    return switch (want.dataType()) {
      case STRING -> got.stringAt(i).equals(want.stringAt(i));
      case FLOAT, DOUBLE -> near(got.doubleAt(i), want.doubleAt(i), 1e-3, 1e-5);
      case FLOAT16 -> near(got.doubleAt(i), want.doubleAt(i), 1e-2, 1e-3);
      default ->
          got.dataType().isFloating()
              ? got.doubleAt(i) == want.doubleAt(i)
              : got.longAt(i) == want.longAt(i);
    };
  }

  private static boolean near(double got, double want, double relative, double absolute) {
    if (Double.isNaN(want) || Double.isInfinite(want)) {
      return Double.compare(got, want) == 0;
    }
    return Math.abs(got - want) <= absolute + relative * Math.abs(want);
  }
}
