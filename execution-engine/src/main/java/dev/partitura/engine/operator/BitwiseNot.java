package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every bit of integers turned over. Source: ONNX BitwiseNot-18.
final class BitwiseNot implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("BitwiseNot", Category.LOGIC, List.of("X"), 1);

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(0, DataType::isInteger, Phrase.of("words.wholeNumbers"));
    return List.of(op.type(0));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    for (long i = 0; i < x.elementCount(); i++) {
      y.setLong(i, ~x.longAt(i));
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }
}
