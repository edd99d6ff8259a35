package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The gradient of what a [Softmax] along one axis reads: `y (dY - Σ y dY)`. Made by
/// differentiation; no file holds it.
final class SoftmaxGradient implements Operator {
  private static final String TYPE = "SoftmaxGradient";
  private static final String AXIS = "axis";
  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.ACTIVATION,
          List.of("Y", "dY"),
          2,
          false,
          List.of("dX"),
          false,
          List.of(Parameter.ofInt(AXIS, 0)));

  static String of(Backward op, int axis) {
    var attributes = new Attributes(Map.of(AXIS, new Attribute.IntValue(axis)));
    return op.own(TYPE, attributes, op.output(), op.gradient());
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1);
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 4);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = run.tensor(0);
    var gradient = Objects.requireNonNull(inputs.get(1));
    var made = outputs.get(0, run.type(0));
    var shape = y.shape();
    int axis = (int) op.attributes().intOr(AXIS, 0);
    int length = Math.toIntExact(shape.size(axis));
    long inner = shape.product(axis + 1, shape.rank());
    var shares = new double[length];
    var above = new double[length];
    for (long outer = 0; outer < shape.product(0, axis); outer++) {
      for (long i = 0; i < inner; i++) {
        Checkpoint.pass();
        long at = outer * length * inner + i;
        Elements.read(y, at, inner, shares, 0, length);
        Elements.read(gradient, at, inner, above, 0, length);
        double sum = 0;
        for (int k = 0; k < length; k++) {
          sum += shares[k] * above[k];
        }
        for (int k = 0; k < length; k++) {
          shares[k] *= above[k] - sum;
        }
        Elements.write(shares, made, at, inner);
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.axis(0);
    return split == op.axis(1) && split != op.part().attributes().intOr(AXIS, 0)
        ? Sharding.along(split)
        : Sharding.UNKNOWN;
  }
}
