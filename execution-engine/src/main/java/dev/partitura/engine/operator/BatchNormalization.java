package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// `Y = scale · (X - mean) / √(var + epsilon) + B`, one number of each per channel, X `[N, C, D…]`.
/// With `training_mode` (operator set 14 on) mean and variance are the batch's own and the running
/// ones are updated. Source: ONNX BatchNormalization-1, 6, 7, 9, 14, 15; Ioffe and Szegedy 2015,
/// arXiv:1502.03167.
final class BatchNormalization implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "BatchNormalization",
              Category.NORMALIZATION,
              List.of("X", "scale", "B", "input_mean", "input_var"),
              5,
              Parameter.ofFloat("epsilon", 1e-5f),
              Parameter.ofFloat("momentum", 0.9f),
              Parameter.ofInt("training_mode", 0))
          .withOutputs("Y", "running_mean", "running_var");

  @Override
  public List<Weight> weights(DrawnOp op) {
    if (op.data().rank() < 2 || !op.data().isKnown(1)) {
      return List.of();
    }
    var sizes = new long[] {op.data().size(1)};
    var weights = new ArrayList<>(DrawnOp.scaleAndShift(sizes));
    weights.add(new Weight(3, Role.MEAN, sizes, 0, 0));
    weights.add(new Weight(4, Role.VARIANCE, sizes, 0, 1));
    return weights;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.HEAD_OF_RECTIFIER, Trait.SCALES_CHANNELS, Trait.WEIGHTED, Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public boolean isStatistic(int input) {
    return input > 2;
  }

  /// Only by numbers that are given, one of each for a channel.
  @Override
  public boolean has(Trait trait, Attributes attributes) {
    return has(trait)
        && (trait != Trait.SCALES_CHANNELS
            || SIGNATURE.intOf(attributes, "training_mode") == 0 && !isPerElement(attributes));
  }

  private static boolean isPerElement(Attributes attributes) {
    return attributes.intOr("spatial", 1) == 0;
  }

  private static boolean trains(OpContext op) {
    return op.opset() >= 14 && SIGNATURE.intOf(op.attributes(), "training_mode") != 0;
  }

  /// Operator sets before 9 may normalize every element of a sample by numbers of its own.
  private static boolean perElement(OpContext op) {
    return op.opset() < 9 && isPerElement(op.attributes());
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    for (int input = 0; input < 5; input++) {
      op.requireFloats(input);
    }
    op.requireRankAtLeast(0, 1);
    if (!trains(op) && op.op().outputs().stream().filter(name -> !name.isEmpty()).count() > 1) {
      throw op.refuse("op.norm.training");
    }
    var x = op.shape(0);
    if (x != null && !perElement(op)) {
      long channels = x.rank() == 1 ? 1 : x.size(1);
      for (int input = 1; input < 5; input++) {
        var shape = op.shape(input);
        if (shape != null
            && shape.isStatic()
            && channels >= 0
            && shape.elementCount() != channels) {
          throw op.refuse("op.norm.channels", shape.elementCount(), input, channels);
        }
      }
    }
    var perChannel = op.type(3);
    return trains(op) ? List.of(op.type(0), perChannel, op.type(4)) : List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, trains(op) ? 6 : 2);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    var x = run.tensor(0);
    var shape = x.shape();
    int channels =
        shape.rank() == 1
            ? 1
            : Math.toIntExact(perElement(run) ? shape.product(1, shape.rank()) : shape.size(1));
    long inner = perElement(run) || shape.rank() < 2 ? 1 : shape.product(2, shape.rank());
    var mean = Elements.doubles(run.tensor(3));
    var variance = Elements.doubles(run.tensor(4));
    if (trains(run)) {
      var batchMean = new double[channels];
      var batchVariance = new double[channels];
      measure(x, channels, inner, batchMean, batchVariance);
      float momentum = SIGNATURE.floatOf(run.attributes(), "momentum");
      update(mean, batchMean, momentum, outputs, 1, types);
      update(variance, batchVariance, momentum, outputs, 2, types);
      mean = batchMean;
      variance = batchVariance;
    }
    normalize(run, outputs.get(0, types.get(0)), mean, variance, inner);
  }

  private static void measure(
      Tensor x, int channels, long inner, double[] mean, double[] variance) {
    long each = x.elementCount() / channels;
    for (long i = 0; i < x.elementCount(); i++) {
      mean[(int) (i / inner % channels)] += x.doubleAt(i) / each;
    }
    for (long i = 0; i < x.elementCount(); i++) {
      int c = (int) (i / inner % channels);
      double off = x.doubleAt(i) - mean[c];
      variance[c] += off * off / each;
    }
  }

  private static void update(
      double[] running,
      double[] batch,
      float momentum,
      Outputs outputs,
      int index,
      List<TensorType> types) {
    if (!outputs.wanted(index)) {
      return;
    }
    var target = outputs.get(index, types.get(index));
    for (int c = 0; c < batch.length; c++) {
      target.setDouble(c, running[c] * momentum + batch[c] * (1 - momentum));
    }
  }

  private static void normalize(
      OpContext run, Tensor y, double[] mean, double[] variance, long inner) {
    var x = run.tensor(0);
    var scale = new double[mean.length];
    var shift = new double[mean.length];
    float epsilon = SIGNATURE.floatOf(run.attributes(), "epsilon");
    for (int c = 0; c < scale.length; c++) {
      scale[c] = run.tensor(1).doubleAt(c) / Math.sqrt(variance[c] + epsilon);
      shift[c] = run.tensor(2).doubleAt(c) - mean[c] * scale[c];
    }
    long planes = inner == 0 ? 0 : x.elementCount() / inner;
    for (long p = 0; p < planes; p++) {
      int c = (int) (p % scale.length);
      for (long i = p * inner; i < (p + 1) * inner; i++) {
        y.setDouble(i, x.doubleAt(i) * scale[c] + shift[c]);
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return output == 0 && !trains(op.part()) ? op.keptWithVectors(1) : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    var context = op.context();
    boolean trains = SIGNATURE.intOf(context.attributes(), "training_mode") != 0;
    if (context.opset() < 9 || op.shape(0).rank() < 2) {
      return null;
    }
    var x = op.shape(0);
    var channels = new ShapeAxes();
    for (int axis = 0; axis < x.rank(); axis++) {
      channels.add(axis == 1 ? x.size(1) : 1);
    }
    var axes = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
    var count = op.number((double) x.size(1) / x.elementCount());
    var epsilon = op.number(SIGNATURE.floatOf(context.attributes(), "epsilon"));
    var mean =
        trains
            ? op.times(op.summed(op.input(0), axes), count)
            : op.reshaped(op.input(3), channels.shape());
    var centred = op.minus(op.input(0), mean);
    var variance =
        trains
            ? op.times(op.summed(op.times(centred, centred), axes), count)
            : op.reshaped(op.input(4), channels.shape());
    var deviation = op.op("Sqrt", op.plus(variance, epsilon));
    var normal = op.over(centred, deviation);
    return op.each(
        op.where(
            0,
            () -> {
              var scaled = op.times(op.gradient(), op.reshaped(op.input(1), channels.shape()));
              if (!trains) {
                return op.over(scaled, deviation);
              }
              var common = op.times(op.summed(scaled, axes), count);
              var along = op.times(op.summed(op.times(scaled, normal), axes), count);
              var rest = op.minus(op.minus(scaled, common), op.times(normal, along));
              return op.over(rest, deviation);
            }),
        op.where(
            1, () -> op.reshaped(op.summed(op.times(op.gradient(), normal), axes), op.shape(1))),
        op.where(2, () -> op.reshaped(op.summed(op.gradient(), axes), op.shape(2))),
        null,
        null);
  }
}
