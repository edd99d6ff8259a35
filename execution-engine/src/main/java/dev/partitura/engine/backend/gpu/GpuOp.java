package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Signature;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An op that launches are made of: alone, or one of several that are done as one step.
///
/// @param outputs its types, one for each output
record GpuOp(OpContext context, List<@Nullable TensorType> outputs, GpuStepBuilder step) {
  Op op() {
    return context.op();
  }

  /// The whole number that an attribute is: as given, else as the operator states.
  long wholeOf(String attribute) {
    return signature().intOf(op().attributes(), attribute);
  }

  /// The number that an attribute is: as given, else as the operator states.
  float realOf(String attribute) {
    return signature().floatOf(op().attributes(), attribute);
  }

  /// The word that an attribute is: as given, else as the operator states.
  String wordOf(String attribute) {
    return signature().stringOf(op().attributes(), attribute);
  }

  private Signature signature() {
    return Objects.requireNonNull(Operators.find(op())).signature();
  }

  boolean hasInput(int input) {
    return context.hasInput(input);
  }

  /// Shape of an input of float32 and known sizes, or null where it is none.
  @Nullable Shape floats(int input) {
    return hasInput(input) ? floats(context.inputTypes().get(input)) : null;
  }

  /// The same of an output.
  @Nullable Shape floatResult(int output) {
    return output < outputs.size() ? floats(outputs.get(output)) : null;
  }

  private static @Nullable Shape floats(@Nullable TensorType type) {
    return type != null && type.isStatic() && type.dataType() == DataType.FLOAT
        ? type.shape()
        : null;
  }

  /// Whether an output is asked for beside the first.
  boolean hasMoreOutputs() {
    return op().outputs().stream().skip(1).anyMatch(name -> !name.isEmpty());
  }

  GpuArgument in(int input) {
    return step.argument(op().inputs().get(input));
  }

  /// An input, or nothing where it is absent.
  GpuArgument inOrNone(int input) {
    return hasInput(input) ? in(input) : none();
  }

  GpuArgument out(int output) {
    return step.argument(op().outputs().get(output));
  }

  static GpuArgument none() {
    return new GpuArgument.Memory(new GpuOperand.None());
  }

  static GpuArgument whole(long value) {
    return new GpuArgument.Whole(Math.toIntExact(value));
  }

  static GpuArgument real(double value) {
    return new GpuArgument.Real((float) value);
  }
}
