package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tensor of the shape given as input, every element the one of `value`, else float32 zero.
/// Source: ONNX ConstantOfShape-9, 20, 21.
final class ConstantOfShape implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "ConstantOfShape",
              Category.SHAPE,
              List.of("input"),
              1,
              Parameter.optional("value", Kind.TENSOR))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var value = op.attributes().tensor("value");
    if (value != null && value.elementCount() != 1) {
      throw op.refuse("op.constant.count", value.elementCount());
    }
    var type = value == null ? DataType.FLOAT : value.dataType();
    op.requireIndices(0);
    op.requireRank(0, 1);
    var partly = op.isVariable(0) ? op.sizes(0) : null;
    if (partly != null && !partly.scalar()) {
      return List.of(new TensorType(type, partly.shape()));
    }
    if (op.isVariable(0)) {
      return List.of(new TensorType(type, ShapeAxes.ofRankLike(op.shape(0))));
    }
    var sizes = op.tensor(0).toLongs();
    if (Arrays.stream(sizes).anyMatch(size -> size < 0)) {
      throw op.refuse("op.shape.negative", sizes);
    }
    return List.of(TensorType.of(type, sizes));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var output = outputs.get(0, infer(op.with(inputs)).getFirst());
    var value = op.attributes().tensor("value");
    if (value == null) {
      Elements.clear(output);
    } else {
      Elements.fill(output, value);
    }
  }

  /// All elements are equal: what is longer in the whole is more of the same.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Sharding.along(op.grownAxis(output));
  }
}
