package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the places `Y` of the last axis of `X`; of a lone axis as a row. Source: ONNX's ml domain,
/// ArrayFeatureExtractor-1.
final class ArrayFeatureExtractor implements Operator {
  private static final Signature SIGNATURE =
      new Signature(
          "ai.onnx.ml",
          "ArrayFeatureExtractor",
          Category.SHAPE,
          List.of("X", "Y"),
          2,
          false,
          List.of("Z"),
          false,
          List.of());

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireRankAtLeast(0, 1);
    op.requireIndices(1);
    var x = op.shape(0);
    var y = op.shape(1);
    if (x == null) {
      return List.of(op.type(0));
    }
    var axes = new ShapeAxes();
    if (x.rank() == 1) {
      axes.add(1);
    } else {
      axes.addAll(x, 0, x.rank() - 1);
    }
    if (y == null) {
      axes.add(-1);
    } else {
      axes.addProduct(y, 0, y.rank());
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var places = run.tensor(1).toLongs();
    var z = outputs.get(0, infer(run).getFirst());
    long size = x.shape().size(-1);
    long rows = x.shape().product(0, x.shape().rank() - 1);
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0 || places[i] >= size) {
        throw run.refuse("op.index.range", places[i], x.shape().rank() - 1, size, 0, size - 1);
      }
      Elements.copy(x, places[i], size, z, i, places.length, rows);
    }
  }
}
