package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.tensor.DataType;
import org.jspecify.annotations.Nullable;

/// A function of each element alone.
///
/// @param a attribute of the first number and what it is where absent; null for none
/// @param b attribute of the second number
record UnaryEmitter(ElementCode code, @Nullable Stated a, @Nullable Stated b)
    implements GpuEmitter {
  /// A number that the op states.
  record Stated(String attribute, float fallback) {}

  UnaryEmitter(ElementCode code) {
    this(code, null, null);
  }

  @Override
  public boolean emit(GpuOp op) {
    var shape = op.floats(0);
    if (shape == null || op.floatResult(0) == null || op.hasMoreOutputs()) {
      return false;
    }
    op.step()
        .chain(op.in(0), op.out(0), shape.elementCount())
        .add(code, number(op, a), number(op, b));
    return true;
  }

  private static double number(GpuOp op, @Nullable Stated number) {
    return number == null ? 0 : op.op().attributes().floatOr(number.attribute, number.fallback);
  }

  /// `Gelu`, whose attribute says how.
  static boolean gelu(GpuOp op) {
    var how = op.op().attributes().stringOr("approximate", "none");
    var code = how.equals("tanh") ? ElementCode.GELU_BY_TANH : ElementCode.GELU;
    return (how.equals("tanh") || how.equals("none")) && new UnaryEmitter(code).emit(op);
  }

  /// `Clip`, whose bounds were attributes before operator set 11 and must be known beforehand.
  static boolean clip(GpuOp op) {
    var shape = op.floats(0);
    var least = bound(op, 1, "min", Double.NEGATIVE_INFINITY);
    var most = bound(op, 2, "max", Double.POSITIVE_INFINITY);
    if (shape == null || least == null || most == null) {
      return false;
    }
    op.step().chain(op.in(0), op.out(0), shape.elementCount()).add(ElementCode.CLIP, least, most);
    return true;
  }

  private static @Nullable Double bound(GpuOp op, int input, String attribute, double absent) {
    if (!op.hasInput(input)) {
      return (double) op.op().attributes().floatOr(attribute, (float) absent);
    }
    var known = op.context().constant(input);
    return known != null && known.dataType() == DataType.FLOAT && known.elementCount() == 1
        ? (Double) known.doubleAt(0)
        : null;
  }
}
