package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The numbers from `start` towards `limit`, exclusive, `delta` apart. Source: ONNX Range-11.
final class Range implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Range", Category.SHAPE, List.of("start", "limit", "delta"), 3)
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireSameType(0, 1, 2);
    for (int input = 0; input < 3; input++) {
      var shape = op.shape(input);
      if (shape != null && shape.isStatic() && shape.elementCount() != 1) {
        throw op.refuse("op.input.single", input, shape);
      }
    }
    boolean known = !op.isVariable(0) && !op.isVariable(1) && !op.isVariable(2);
    return List.of(TensorType.of(op.dataType(0), known ? count(op) : Shape.UNKNOWN));
  }

  private static long count(OpContext op) {
    if (op.tensor(2).doubleAt(0) == 0) {
      throw op.refuse("op.range.delta");
    }
    if (op.dataType(0).isInteger()) {
      long distance = Math.subtractExact(op.tensor(1).longAt(0), op.tensor(0).longAt(0));
      return Math.max(0, Math.ceilDiv(distance, op.tensor(2).longAt(0)));
    }
    double count =
        Math.ceil((op.tensor(1).doubleAt(0) - op.tensor(0).doubleAt(0)) / op.tensor(2).doubleAt(0));
    if (!(count < Long.MAX_VALUE)) {
      throw op.refuse("op.range.count");
    }
    return Math.max(0, (long) count);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var output = outputs.get(0, infer(run).getFirst());
    boolean whole = output.dataType().isInteger();
    for (long i = 0; i < output.elementCount(); i++) {
      if (whole) {
        output.setLong(i, run.tensor(0).longAt(0) + i * run.tensor(2).longAt(0));
      } else {
        output.setDouble(i, run.tensor(0).doubleAt(0) + i * run.tensor(2).doubleAt(0));
      }
    }
  }
}
