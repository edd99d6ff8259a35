package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Compares tensors within `|got - wanted| <= atol + rtol · |wanted|`, by element type; a NaN
/// equals a NaN, infinities must be the same.
@NullMarked
final class Tolerance {
  private Tolerance() {}

  /// What differs first, or null when nothing does.
  static @Nullable String complaint(Tensor wanted, Tensor got) {
    if (!wanted.type().equals(got.type())) {
      return "is " + got.type() + " instead of " + wanted.type();
    }
    for (long i = 0; i < wanted.elementCount(); i++) {
      if (!near(wanted, got, i)) {
        return "element "
            + i
            + " of "
            + got.type()
            + " is "
            + text(got, i)
            + " instead of "
            + text(wanted, i);
      }
    }
    return null;
  }

  private static boolean near(Tensor wanted, Tensor got, long i) {
    return switch (wanted.dataType()) {
      case FLOAT, DOUBLE -> near(wanted.doubleAt(i), got.doubleAt(i), 1e-3, 1e-5);
      case FLOAT16, BFLOAT16 -> near(wanted.doubleAt(i), got.doubleAt(i), 1e-2, 1e-3);
      case STRING -> wanted.stringAt(i).equals(got.stringAt(i));
      default -> wanted.longAt(i) == got.longAt(i);
    };
  }

  private static boolean near(double wanted, double got, double relative, double absolute) {
    if (Double.isNaN(wanted) || Double.isInfinite(wanted)) {
      return Double.compare(wanted, got) == 0;
    }
    return Math.abs(got - wanted) <= absolute + relative * Math.abs(wanted);
  }

  private static String text(Tensor tensor, long i) {
    return tensor.dataType() == DataType.STRING
        ? tensor.stringAt(i)
        : Double.toString(tensor.doubleAt(i));
  }
}
