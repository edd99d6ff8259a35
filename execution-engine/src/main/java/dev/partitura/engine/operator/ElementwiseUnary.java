package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// An operator that maps every element by itself and keeps the type.
abstract class ElementwiseUnary implements Operator {
  private final Signature signature;
  private final int flopsPerElement;

  ElementwiseUnary(Signature signature, int flopsPerElement) {
    this.signature = signature;
    this.flopsPerElement = flopsPerElement;
  }

  /// The map, with the op's attributes bound.
  abstract DoubleUnaryOperator function(OpContext op);

  /// The map on integers, exact in 64 bits; null when the operator takes floating-point numbers
  /// only.
  @Nullable LongUnaryOperator integers(OpContext op) {
    return null;
  }

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    if (integers(op) == null) {
      op.requireFloats(0);
    } else {
      op.requireNumbers(0);
    }
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, flopsPerElement);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var integers = integers(run);
    var function = function(run);
    long count = x.elementCount();
    if (x.dataType() == DataType.FLOAT) {
      for (long i = 0; i < count; i++) {
        y.setFloat(i, (float) function.applyAsDouble(x.floatAt(i)));
      }
    } else if (integers != null && x.dataType().isInteger()) {
      for (long i = 0; i < count; i++) {
        y.setLong(i, integers.applyAsLong(x.longAt(i)));
      }
    } else {
      for (long i = 0; i < count; i++) {
        y.setDouble(i, function.applyAsDouble(x.doubleAt(i)));
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }
}
