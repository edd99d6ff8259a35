package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins two broadcast tensors of strings element by element. Source: ONNX StringConcat-20.
final class StringConcat implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("StringConcat", Category.SHAPE, List.of("X", "Y"), 2).withOutputs("Z");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    requireStrings(op, 0);
    requireStrings(op, 1);
    return List.of(new TensorType(DataType.STRING, Broadcast.shape(op, 0, 1)));
  }

  static void requireStrings(OpContext op, int input) {
    op.requireType(input, type -> type == DataType.STRING, Phrase.of("words.strings"));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.NONE;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = run.tensor(1);
    var z = outputs.get(0, infer(run).getFirst());
    var shape = z.shape();
    for (var rows =
            IndexSpace.of(
                shape.sizes(),
                shape.strides(),
                Broadcast.strides(x.shape(), shape),
                Broadcast.strides(y.shape(), shape));
        rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        z.setString(
            rows.position(0) + i * rows.step(0),
            x.stringAt(rows.position(1) + i * rows.step(1))
                + y.stringAt(rows.position(2) + i * rows.step(2)));
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }
}
