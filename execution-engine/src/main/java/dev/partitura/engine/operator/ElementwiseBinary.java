package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operator that combines two broadcast inputs of one type element by element into the same
/// type.
abstract class ElementwiseBinary implements Operator {
  private final Signature signature;

  ElementwiseBinary(Signature signature) {
    this.signature = signature;
  }

  /// A signature `C = type(A, B)`; `axis` and `broadcast` belong to operator sets before 7.
  static Signature named(String type, Category category, Parameter... parameters) {
    return Signature.of(type, category, List.of("A", "B"), 2, parameters).withOutputs("C");
  }

  abstract double apply(double a, double b);

  float apply(float a, float b) {
    return (float) apply((double) a, (double) b);
  }

  /// On integers; `type` tells signed from unsigned.
  abstract long apply(long a, long b, DataType type);

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireSameType(0, 1);
    return List.of(op.type(0).withShape(LegacyBroadcast.shape(op)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var a = run.tensor(0);
    var b = LegacyBroadcast.aligned(run);
    var c = outputs.get(0, infer(run).getFirst());
    var shape = c.shape();
    for (var rows =
            IndexSpace.of(
                shape.sizes(),
                shape.strides(),
                Broadcast.strides(a.shape(), shape),
                Broadcast.strides(b.shape(), shape));
        rows.next(); ) {
      row(rows, a, b, c);
    }
  }

  private void row(IndexSpace rows, Tensor a, Tensor b, Tensor c) {
    long count = rows.rowLength();
    long at = rows.position(0);
    long atA = rows.position(1);
    long atB = rows.position(2);
    long stepA = rows.step(1);
    long stepB = rows.step(2);
    if (c.dataType() == DataType.FLOAT) {
      for (long i = 0; i < count; i++) {
        c.setFloat(at + i, apply(a.floatAt(atA + i * stepA), b.floatAt(atB + i * stepB)));
      }
    } else if (c.dataType().isInteger()) {
      for (long i = 0; i < count; i++) {
        c.setLong(
            at + i, apply(a.longAt(atA + i * stepA), b.longAt(atB + i * stepB), c.dataType()));
      }
    } else {
      for (long i = 0; i < count; i++) {
        c.setDouble(at + i, apply(a.doubleAt(atA + i * stepA), b.doubleAt(atB + i * stepB)));
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }
}
