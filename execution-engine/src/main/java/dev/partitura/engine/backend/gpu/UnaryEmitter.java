package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.tensor.DataType;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A function of each element alone.
///
/// @param a its first number
/// @param b its second number
record UnaryEmitter(ElementCode code, ToDoubleFunction<GpuOp> a, ToDoubleFunction<GpuOp> b)
    implements GpuEmitter {
  /// A function without numbers.
  UnaryEmitter(ElementCode code) {
    this(code, _ -> 0, _ -> 0);
  }

  /// A function of a number that is an attribute.
  UnaryEmitter(ElementCode code, String attribute) {
    this(code, op -> op.realOf(attribute), _ -> 0);
  }

  @Override
  public boolean emit(GpuOp op) {
    var shape = op.floats(0);
    if (shape == null || op.floatResult(0) == null || op.hasMoreOutputs()) {
      return false;
    }
    op.step()
        .chain(op.in(0), op.out(0), shape.elementCount())
        .add(code, a.applyAsDouble(op), b.applyAsDouble(op));
    return true;
  }

  /// `Gelu`, whose attribute says how.
  static boolean gelu(GpuOp op) {
    var how = op.wordOf("approximate");
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
