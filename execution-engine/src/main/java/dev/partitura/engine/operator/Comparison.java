package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operator that compares two broadcast inputs of one type element by element; a NaN compares
/// false.
abstract class Comparison implements Operator {
  private final Signature signature;

  Comparison(String type) {
    signature = ElementwiseBinary.named(type, Category.LOGIC);
  }

  abstract boolean holds(double a, double b);

  /// On integers that compare as `order` says: negative, zero or positive.
  abstract boolean holds(int order);

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireSameType(0, 1);
    return List.of(new TensorType(DataType.BOOL, LegacyBroadcast.shape(op)));
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
      for (long i = 0; i < rows.rowLength(); i++) {
        boolean holds =
            holds(a, rows.position(1) + i * rows.step(1), b, rows.position(2) + i * rows.step(2));
        c.setLong(rows.position(0) + i, holds ? 1 : 0);
      }
    }
  }

  private boolean holds(Tensor a, long i, Tensor b, long j) {
    return switch (a.dataType()) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> holds(a.doubleAt(i), b.doubleAt(j));
      case STRING -> holds(a.stringAt(i).compareTo(b.stringAt(j)));
      case UINT64 -> holds(Long.compareUnsigned(a.longAt(i), b.longAt(j)));
      default -> holds(Long.compare(a.longAt(i), b.longAt(j)));
    };
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }
}
