package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Each vector of the axes from `axis` on is divided by the root of the mean of its squares, then
/// scaled element by element. Source: ONNX RMSNormalization-23; Zhang and Sennrich 2019,
/// arXiv:1910.07467.
final class RMSNormalization implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "RMSNormalization",
              Category.NORMALIZATION,
              List.of("X", "scale"),
              2,
              Parameter.ofInt("axis", -1),
              Parameter.ofFloat("epsilon", 1e-5f),
              Parameter.ofInt("stash_type", 1))
          .withOutputs("Y");

  @Override
  public List<Weight> weights(DrawnOp op) {
    var data = op.data();
    long axis = SIGNATURE.intOf(op.op().attributes(), "axis");
    int first = (int) (axis < 0 ? axis + data.rank() : axis);
    if (first < 0 || first >= data.rank()) {
      return List.of();
    }
    var sizes = Arrays.copyOfRange(data.sizes(), first, data.rank());
    return Shape.of(sizes).isStatic()
        ? List.of(DrawnOp.scaleAndShift(sizes).getFirst())
        : List.of();
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
    op.requireSameType(0, 1);
    op.requireRankAtLeast(0, 1);
    var x = op.shape(0);
    if (x == null) {
      return List.of(op.type(0));
    }
    first(op, x.rank());
    var scale = op.shape(1);
    if (scale != null) {
      var together = Broadcast.together(op, x, scale);
      boolean known = x.isStatic() && together.isStatic();
      if (together.rank() > x.rank() || known && !together.equals(x)) {
        throw op.refuse("op.norm.scale", scale, x);
      }
    }
    return List.of(op.type(0));
  }

  private static int first(OpContext op, int rank) {
    return op.axis(SIGNATURE.intOf(op.attributes(), "axis"), rank);
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 5);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var shape = x.shape();
    var y = outputs.get(0, infer(run).getFirst());
    int axis = first(run, shape.rank());
    int length = Math.toIntExact(shape.product(axis, shape.rank()));
    float epsilon = SIGNATURE.floatOf(run.attributes(), "epsilon");
    var expanded = Tensor.allocate(run.tensor(1).type().withShape(shape));
    Elements.gather(run.tensor(1), 0, Broadcast.strides(run.tensor(1).shape(), shape), expanded);
    for (long v = 0; v < shape.product(0, axis); v++) {
      double squares = 0;
      for (int i = 0; i < length; i++) {
        double value = x.doubleAt(v * length + i);
        squares += value * value;
      }
      double inverse = 1 / Math.sqrt(squares / length + epsilon);
      for (int i = 0; i < length; i++) {
        long at = v * length + i;
        y.setDouble(at, x.doubleAt(at) * inverse * expanded.doubleAt(at));
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    return split >= 0
            && split < first(op.part(), op.rank(0))
            && Broadcast.joins(op, 1, split, op.rank(0))
        ? op.kept(0)
        : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var x = op.shape(0);
    int first = first(op.context(), x.rank());
    var axes = IntStream.range(first, x.rank()).toArray();
    var count = op.number(1.0 / x.product(first, x.rank()));
    var epsilon = op.number(SIGNATURE.floatOf(op.context().attributes(), "epsilon"));
    var mean = op.times(op.summed(op.times(op.input(0), op.input(0)), axes), count);
    var root = op.op("Sqrt", op.plus(mean, epsilon));
    var normal = op.over(op.input(0), root);
    return op.each(
        op.where(
            0,
            () -> {
              var scaled = op.times(op.gradient(), op.input(1));
              var along = op.times(op.summed(op.times(scaled, normal), axes), count);
              return op.over(op.minus(scaled, op.times(normal, along)), root);
            }),
        op.where(1, () -> op.summedTo(op.times(op.gradient(), normal), x, 1)));
  }
}
