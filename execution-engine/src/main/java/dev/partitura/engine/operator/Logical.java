package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operator that combines two broadcast boolean inputs.
abstract class Logical implements Operator {
  private final Signature signature;

  Logical(String type) {
    signature = ElementwiseBinary.named(type, Category.LOGIC);
  }

  abstract boolean apply(boolean a, boolean b);

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(0, type -> type == DataType.BOOL, Phrase.of("words.booleans"));
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
        boolean value =
            apply(
                a.longAt(rows.position(1) + i * rows.step(1)) != 0,
                b.longAt(rows.position(2) + i * rows.step(2)) != 0);
        c.setLong(rows.position(0) + i, value ? 1 : 0);
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }
}
