package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Joins the axes before `axis` and those from it on, into two. Source: ONNX Flatten-1, 9, 11, 13,
/// 21.
final class Flatten implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Flatten", Category.SHAPE, List.of("input"), 1, Parameter.ofInt("axis", 1))
          .withOutputs("output");

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS, Trait.COMMON);
  }

  @Override
  public boolean isView(OpContext op) {
    return true;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static int axis(OpContext op, int rank) {
    long axis = SIGNATURE.intOf(op.attributes(), "axis");
    return axis == rank ? rank : op.axis(axis, rank);
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var input = op.shape(0);
    if (input == null) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(2)));
    }
    int axis = axis(op, input.rank());
    return List.of(
        op.type(0)
            .withShape(
                new ShapeAxes()
                    .addProduct(input, 0, axis)
                    .addProduct(input, axis, input.rank())
                    .shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var type = infer(run).getFirst();
    outputs.get(0, type).copyFrom(run.tensor(0).reshaped(type.knownShape()));
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.linear(() -> op.rowMajor(output));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.reshaped(op.gradient(), op.shape(0)));
  }
}
