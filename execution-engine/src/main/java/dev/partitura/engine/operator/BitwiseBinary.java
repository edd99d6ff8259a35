package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operator that combines the bits of two broadcast integer inputs of one type.
abstract class BitwiseBinary implements Operator {
  private final Signature signature;

  BitwiseBinary(String type, List<String> inputs, String output, Parameter... parameters) {
    this.signature = Signature.of(type, Category.LOGIC, inputs, 2, parameters).withOutputs(output);
  }

  /// On elements as [Tensor#longAt] gives them.
  abstract long apply(OpContext op, long a, long b);

  boolean takes(DataType type) {
    return type.isInteger();
  }

  /// What it takes, in words.
  Phrase wanted() {
    return Phrase.of("words.wholeNumbers");
  }

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(0, this::takes, wanted());
    op.requireSameType(0, 1);
    return List.of(op.type(0).withShape(Broadcast.shape(op, 0, 1)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var a = run.tensor(0);
    var b = run.tensor(1);
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
        c.setLong(
            rows.position(0) + i,
            apply(
                run,
                a.longAt(rows.position(1) + i * rows.step(1)),
                b.longAt(rows.position(2) + i * rows.step(2))));
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }
}
