package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `output = condition ? X : Y`, element by element with broadcasting; any type. Source: ONNX
/// Where-9, 16.
final class Where implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Where", Category.LOGIC, List.of("condition", "X", "Y"), 3)
          .withOutputs("output");

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.CHOOSES, Trait.PLACE_BY_PLACE);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(0, type -> type == DataType.BOOL, Phrase.of("words.booleans"));
    op.requireSameType(1, 2);
    return List.of(op.type(1).withShape(Broadcast.shape(op, 0, 1, 2)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var condition = run.tensor(0);
    var x = run.tensor(1);
    var y = run.tensor(2);
    var output = outputs.get(0, infer(run).getFirst());
    var shape = output.shape();
    var rows =
        IndexSpace.of(
            shape.sizes(),
            shape.strides(),
            Broadcast.strides(condition.shape(), shape),
            Broadcast.strides(x.shape(), shape),
            Broadcast.strides(y.shape(), shape));
    while (rows.next()) {
      for (long i = 0; i < rows.rowLength(); i++) {
        if (condition.longAt(rows.position(1) + i * rows.step(1)) != 0) {
          Elements.copy(
              x, rows.position(2) + i * rows.step(2), 0, output, rows.position(0) + i, 0, 1);
        } else {
          Elements.copy(
              y, rows.position(3) + i * rows.step(3), 0, output, rows.position(0) + i, 0, 1);
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var zero = op.zero(1);
    return op.each(
        null,
        op.where(
            1,
            () ->
                op.summedTo(op.op("Where", op.input(0), op.gradient(), zero), op.outputShape(), 1)),
        op.where(
            2,
            () ->
                op.summedTo(
                    op.op("Where", op.input(0), zero, op.gradient()), op.outputShape(), 2)));
  }
}
