package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Each vector of the axes from `axis` on is brought to mean 0 and variance 1, then scaled and
/// shifted element by element; mean and inverse deviation are further outputs. Source: ONNX
/// LayerNormalization-17; Ba et al. 2016, arXiv:1607.06450.
final class LayerNormalization implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "LayerNormalization",
              Category.NORMALIZATION,
              List.of("X", "Scale", "B"),
              2,
              Parameter.ofInt("axis", -1),
              Parameter.ofFloat("epsilon", 1e-5f),
              Parameter.ofInt("stash_type", 1))
          .withOutputs("Y", "Mean", "InvStdDev");

  @Override
  public List<Weight> weights(DrawnOp op) {
    var data = op.data();
    long axis = SIGNATURE.intOf(op.op().attributes(), "axis");
    int first = (int) (axis < 0 ? axis + data.rank() : axis);
    if (first < 0 || first >= data.rank()) {
      return List.of();
    }
    var sizes = Arrays.copyOfRange(data.sizes(), first, data.rank());
    return Shape.of(sizes).isStatic() ? DrawnOp.scaleAndShift(sizes) : List.of();
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.WEIGHTED, Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1, 2);
    op.requireRankAtLeast(0, 1);
    var x = op.shape(0);
    var stash =
        SIGNATURE.intOf(op.attributes(), "stash_type") == DataType.BFLOAT16.onnxCode()
            ? DataType.BFLOAT16
            : DataType.FLOAT;
    if (x == null) {
      return List.of(op.type(0), new TensorType(stash, null), new TensorType(stash, null));
    }
    int axis = op.axis(SIGNATURE.intOf(op.attributes(), "axis"), x.rank());
    for (int input = 1; input <= 2; input++) {
      var parameter = op.hasInput(input) ? op.shape(input) : null;
      if (parameter != null && Broadcast.together(op, x, parameter).rank() > x.rank()) {
        throw op.refuse("op.norm.scale", parameter, x);
      }
    }
    var axes = new ShapeAxes().addAll(x, 0, axis);
    for (int i = axis; i < x.rank(); i++) {
      axes.add(1);
    }
    var stashed = new TensorType(stash, axes.shape());
    return List.of(op.type(0), stashed, stashed);
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(
        op, outputs.subList(0, Math.clamp(op.outputCount(), 1, outputs.size())), 8);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    var x = run.tensor(0);
    var shape = x.shape();
    var y = outputs.get(0, types.get(0));
    var meanOut = outputs.wanted(1) ? outputs.get(1, types.get(1)) : null;
    var inverseOut = outputs.wanted(2) ? outputs.get(2, types.get(2)) : null;
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), shape.rank());
    int length = Math.toIntExact(shape.product(axis, shape.rank()));
    float epsilon = SIGNATURE.floatOf(run.attributes(), "epsilon");
    long vectors = shape.product(0, axis);
    var scaled = new Affine(run, shape);
    for (long v = 0; v < vectors; v++) {
      double mean = 0;
      for (int i = 0; i < length; i++) {
        mean += x.doubleAt(v * length + i);
      }
      mean /= length;
      double variance = 0;
      for (int i = 0; i < length; i++) {
        double off = x.doubleAt(v * length + i) - mean;
        variance += off * off;
      }
      double inverse = 1 / Math.sqrt(variance / length + epsilon);
      for (int i = 0; i < length; i++) {
        long at = v * length + i;
        y.setDouble(at, scaled.apply((x.doubleAt(at) - mean) * inverse, at));
      }
      if (meanOut != null) {
        meanOut.setDouble(v, mean);
      }
      if (inverseOut != null) {
        inverseOut.setDouble(v, inverse);
      }
    }
  }

  /// Scale and shift, broadcast to X: most often they repeat after each run of their own length.
  private static final class Affine {
    private final double[] scale;
    private final double[] shift;

    Affine(OpContext run, Shape x) {
      scale = repeating(run.tensor(1), x);
      shift = run.hasInput(2) ? repeating(run.tensor(2), x) : new double[1];
    }

    private static double[] repeating(Tensor parameter, Shape x) {
      var shape = parameter.shape();
      int missing = x.rank() - shape.rank();
      int first = 0;
      while (first < shape.rank() && shape.size(first) == 1) {
        first++;
      }
      boolean suffix = true;
      for (int axis = first; axis < shape.rank(); axis++) {
        suffix &= shape.size(axis) == x.size(axis + missing);
      }
      if (suffix) {
        return Elements.doubles(parameter);
      }
      var expanded = Tensor.allocate(parameter.type().withShape(x));
      Elements.gather(parameter, 0, Broadcast.strides(shape, x), expanded);
      return Elements.doubles(expanded);
    }

    double apply(double normal, long at) {
      return normal * scale[(int) (at % scale.length)] + shift[(int) (at % shift.length)];
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    if (split < 0
        || split >= op.part().axis(SIGNATURE.intOf(op.part().attributes(), "axis"), op.rank(0))) {
      return Sharding.UNKNOWN;
    }
    return Broadcast.joins(op, 1, split, op.rank(0)) && Broadcast.joins(op, 2, split, op.rank(0))
        ? op.kept(0)
        : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return hasVectors(op, 1) && (op.context().inputCount() < 3 || hasVectors(op, 2))
        ? fused(op)
        : chain(op);
  }

  /// Whether a parameter has an element for each of a vector.
  private static boolean hasVectors(Backward op, int input) {
    var x = op.shape(0);
    int first = op.context().axis(SIGNATURE.intOf(op.context().attributes(), "axis"), x.rank());
    return op.shape(input).equals(new ShapeAxes().addAll(x, first, x.rank()).shape());
  }

  private static List<@Nullable String> fused(Backward op) {
    var each = new ArrayList<@Nullable String>();
    each.add(op.where(0, () -> LayerNormalizationGradient.of(op)));
    var weights =
        op.wants(1) || op.wants(2) ? LayerNormalizationWeightGradient.of(op) : List.of("", "");
    each.add(op.where(1, weights::getFirst));
    if (op.context().inputCount() > 2) {
      each.add(op.where(2, weights::getLast));
    }
    return each;
  }

  private static List<@Nullable String> chain(Backward op) {
    var x = op.shape(0);
    int first = op.context().axis(SIGNATURE.intOf(op.context().attributes(), "axis"), x.rank());
    var axes = IntStream.range(first, x.rank()).toArray();
    var count = op.number(1.0 / x.product(first, x.rank()));
    var epsilon = op.number(SIGNATURE.floatOf(op.context().attributes(), "epsilon"));
    var centred = op.minus(op.input(0), op.times(op.summed(op.input(0), axes), count));
    var variance = op.times(op.summed(op.times(centred, centred), axes), count);
    var deviation = op.op("Sqrt", op.plus(variance, epsilon));
    var normal = op.over(centred, deviation);
    var each =
        op.each(
            op.where(
                0,
                () -> {
                  var scaled = op.times(op.gradient(), op.input(1));
                  var mean = op.times(op.summed(scaled, axes), count);
                  var along = op.times(op.summed(op.times(scaled, normal), axes), count);
                  var rest = op.minus(op.minus(scaled, mean), op.times(normal, along));
                  return op.over(rest, deviation);
                }),
            op.where(1, () -> op.summedTo(op.times(op.gradient(), normal), x, 1)));
    if (op.context().inputCount() > 2) {
      each.add(op.where(2, () -> op.summedTo(op.gradient(), x, 2)));
    }
    return each;
  }
}
