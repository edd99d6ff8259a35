package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the upper or the lower triangle of each matrix, from diagonal `k` on, and puts zeros
/// elsewhere. Source: ONNX Trilu-14.
final class Trilu implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Trilu", Category.SHAPE, List.of("input", "k"), 1, Parameter.ofInt("upper", 1))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireRankAtLeast(0, 2);
    op.requireType(0, type -> type != DataType.STRING, Phrase.of("words.numbersOrBooleans"));
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var input = run.tensor(0);
    var output = outputs.get(0, infer(run).getFirst());
    long rows = input.shape().size(-2);
    long columns = input.shape().size(-1);
    long k = run.hasInput(1) ? Math.clamp(run.single(1).longAt(0), -rows, columns) : 0;
    boolean upper = SIGNATURE.intOf(run.attributes(), "upper") != 0;
    Elements.clear(output);
    for (long row = 0; columns > 0 && row < input.elementCount() / columns; row++) {
      long diagonal = Math.clamp(row % rows + k + (upper ? 0 : 1), 0, columns);
      long from = upper ? diagonal : 0;
      long to = upper ? columns : diagonal;
      Elements.copy(input, row * columns + from, output, row * columns + from, to - from);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) < op.rank(0) - 2 ? op.kept(0) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.first(
        op.context().hasInput(1)
            ? op.op("Trilu", op.context().attributes(), op.gradient(), op.input(1))
            : op.op("Trilu", op.context().attributes(), op.gradient()));
  }
}
