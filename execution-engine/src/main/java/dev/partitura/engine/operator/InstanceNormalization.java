package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Each plane is brought to mean 0 and variance 1, then scaled and shifted by its channel's
/// numbers. Source: ONNX InstanceNormalization-1, 6, 22; Ulyanov et al. 2016, arXiv:1607.08022.
final class InstanceNormalization implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "InstanceNormalization",
              Category.NORMALIZATION,
              List.of("input", "scale", "B"),
              3,
              Parameter.ofFloat("epsilon", 1e-5f))
          .withOutputs("output");

  @Override
  public List<Weight> weights(DrawnOp op) {
    return op.data().rank() < 3 || !op.data().isKnown(1)
        ? List.of()
        : DrawnOp.scaleAndShift(op.data().size(1));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.WEIGHTED);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1, 2);
    op.requireRankAtLeast(0, 3);
    var input = op.shape(0);
    for (int i = 1; i <= 2; i++) {
      var shape = op.shape(i);
      if (input != null
          && shape != null
          && shape.isStatic()
          && input.isKnown(1)
          && shape.elementCount() != input.size(1)) {
        throw op.refuse("op.norm.channels", shape.elementCount(), i, input.size(1));
      }
    }
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 8);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var shape = x.shape();
    long channels = shape.size(1);
    long plane = shape.product(2, shape.rank());
    float epsilon = SIGNATURE.floatOf(run.attributes(), "epsilon");
    for (long p = 0; p < shape.size(0) * channels; p++) {
      var moments = VectorMoments.of(x, p * plane, plane);
      double scale = run.tensor(1).doubleAt(p % channels) * moments.inverseDeviation(epsilon);
      double shift = run.tensor(2).doubleAt(p % channels) - moments.mean() * scale;
      for (long i = p * plane; i < (p + 1) * plane; i++) {
        y.setDouble(i, x.doubleAt(i) * scale + shift);
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.keptWithVectors(1);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return GroupGradients.of(op, op.shape(0).size(1), false);
  }
}
