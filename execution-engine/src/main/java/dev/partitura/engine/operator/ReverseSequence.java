package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the first elements of each sequence around, as many as `sequence_lens` `[batch]` says.
/// Source: ONNX ReverseSequence-10.
final class ReverseSequence implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "ReverseSequence",
          Category.SHAPE,
          List.of("input", "sequence_lens"),
          2,
          Parameter.ofInt("batch_axis", 1),
          Parameter.ofInt("time_axis", 0));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireIndices(1);
    op.requireRankAtLeast(0, 2);
    op.requireRank(1, 1);
    long batch = SIGNATURE.intOf(op.attributes(), "batch_axis");
    long time = SIGNATURE.intOf(op.attributes(), "time_axis");
    if (batch < 0 || batch > 1 || time != 1 - batch) {
      throw op.refuse("op.attribute.choice", "time_axis", time, List.of(0, 1));
    }
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var lengths = run.tensor(1);
    var shape = x.shape();
    int batchAxis = (int) SIGNATURE.intOf(run.attributes(), "batch_axis");
    int timeAxis = 1 - batchAxis;
    if (lengths.elementCount() != shape.size(batchAxis)) {
      throw run.refuse("op.shapes", List.of(shape, lengths.shape()));
    }
    var strides = shape.strides();
    long inner = shape.product(2, shape.rank());
    for (long b = 0; b < shape.size(batchAxis); b++) {
      long length = lengths.longAt(b);
      if (length < 0 || length > shape.size(timeAxis)) {
        throw run.refuse("op.sequence.length", length, shape.size(timeAxis));
      }
      for (long t = 0; t < shape.size(timeAxis); t++) {
        long from = t < length ? length - 1 - t : t;
        long row = b * strides[batchAxis];
        Elements.copy(x, row + from * strides[timeAxis], y, row + t * strides[timeAxis], inner);
      }
    }
  }
}
