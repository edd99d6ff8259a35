package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sizes of its input as int64, from axis `start` to `end`, exclusive. Source: ONNX Shape-1,
/// 13, 15, 19, 21.
final class ShapeOf implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Shape",
              Category.SHAPE,
              List.of("data"),
              1,
              Parameter.ofInt("start", 0),
              Parameter.optional("end", Kind.INT))
          .withOutputs("shape");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static int bound(long wanted, int rank) {
    return Math.clamp(wanted < 0 ? wanted + rank : wanted, 0, rank);
  }

  static int start(OpContext op, int rank) {
    return bound(SIGNATURE.intOf(op.attributes(), "start"), rank);
  }

  static int end(OpContext op, int rank) {
    return Math.max(start(op, rank), bound(op.attributes().intOr("end", rank), rank));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.READS_SIZES);
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public @Nullable SizeList sizes(OpContext op) {
    var data = op.shape(0);
    return data == null || data.rank() > SizeList.LONGEST
        ? null
        : SizeList.of(data, start(op, data.rank()), end(op, data.rank()));
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var data = op.shape(0);
    long count = data == null ? Shape.UNKNOWN : end(op, data.rank()) - start(op, data.rank());
    return List.of(TensorType.of(DataType.INT64, count));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.NONE;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var data = run.type(0).knownShape();
    var sizes = outputs.get(0, infer(run).getFirst());
    int start = start(run, data.rank());
    for (long i = 0; i < sizes.elementCount(); i++) {
      sizes.setLong(i, data.size(start + (int) i));
    }
  }
}
