package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Each group of channels of a sample is brought to mean 0 and variance 1, then scaled and shifted:
/// by numbers per group in operator set 18, per channel since 21. Source: ONNX
/// GroupNormalization-18, 21; Wu and He 2018, arXiv:1803.08494.
final class GroupNormalization implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "GroupNormalization",
          Category.NORMALIZATION,
          List.of("X", "scale", "bias"),
          3,
          Parameter.optional("num_groups", Kind.INT),
          Parameter.ofFloat("epsilon", 1e-5f),
          Parameter.ofInt("stash_type", 1));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1, 2);
    op.requireRankAtLeast(0, 2);
    var x = op.shape(0);
    long groups = op.requireInt("num_groups");
    if (groups < 1 || (x != null && x.isKnown(1) && x.size(1) % groups != 0)) {
      throw op.refuse("op.norm.groups", groups);
    }
    for (int i = 1; i <= 2; i++) {
      var shape = op.shape(i);
      long wanted = op.opset() < 21 ? groups : x == null ? Shape.UNKNOWN : x.size(1);
      if (shape != null && shape.isStatic() && wanted >= 0 && shape.elementCount() != wanted) {
        throw op.refuse("op.norm.numbers", shape.elementCount(), i, wanted);
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
    long groups = run.requireInt("num_groups");
    long perGroup = shape.size(1) / groups;
    long plane = shape.product(2, shape.rank());
    float epsilon = SIGNATURE.floatOf(run.attributes(), "epsilon");
    boolean byGroup = run.opset() < 21;
    for (long g = 0; g < shape.size(0) * groups; g++) {
      var moments = VectorMoments.of(x, g * perGroup * plane, perGroup * plane);
      for (long c = 0; c < perGroup; c++) {
        long parameter = byGroup ? g % groups : g % groups * perGroup + c;
        double scale = run.tensor(1).doubleAt(parameter) * moments.inverseDeviation(epsilon);
        double shift = run.tensor(2).doubleAt(parameter) - moments.mean() * scale;
        long start = (g * perGroup + c) * plane;
        for (long i = start; i < start + plane; i++) {
          y.setDouble(i, x.doubleAt(i) * scale + shift);
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) == 0 ? op.kept(0) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return GroupGradients.of(op, op.context().requireInt("num_groups"), op.context().opset() < 21);
  }
}
