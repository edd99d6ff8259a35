package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The gradient of a convolution's weights: `dW[m, c, k] = Σ X[n, c, o · stride + k · dilation -
/// pad] · dY[n, m, o]`, X `[N, C, D…]`, dY `[N, M, O…]`, dW `[M, C/group, k…]`. Made by
/// differentiation; no file holds it.
final class ConvWeightGradient implements Operator {
  private static final String TYPE = "ConvWeightGradient";
  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.LAYER,
          List.of("X", "dY"),
          2,
          false,
          List.of("dW"),
          false,
          List.of(
              Parameter.optional("shape", Kind.INTS),
              Parameter.optional("kernel_shape", Kind.INTS),
              Parameter.optional("strides", Kind.INTS),
              Parameter.optional("pads", Kind.INTS),
              Parameter.optional("dilations", Kind.INTS),
              Parameter.ofInt("group", 1)));

  /// Adds the op: the gradient of weights of shape `weights` that are slid over `x` to make what
  /// `gradient` is the gradient of.
  static String of(Backward op, String x, String gradient, Window window, Shape weights) {
    var attributes = window.attributes(op.context());
    attributes.put("shape", Attribute.Ints.of(weights.sizes()));
    return op.own(TYPE, new Attributes(attributes), x, gradient);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1);
    return List.of(op.type(0).withShape(shape(op)));
  }

  private static Shape shape(OpContext op) {
    return Shape.of(Objects.requireNonNull(op.attributes().ints("shape")));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var gradient = op.type(1).knownShape();
    long perPlace = 2 * outputs.getFirst().knownShape().elementCount() / gradient.size(1);
    return Work.of(Math.multiplyExact(gradient.elementCount(), perPlace), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0).shape();
    var y = run.tensor(1).shape();
    var sums = outputs.get(0, infer(run).getFirst());
    var kernel = Objects.requireNonNull(run.attributes().ints("kernel_shape"));
    var rows = Window.of(run, x, kernel).rows(x, y);
    var xs = Elements.doubles(run.tensor(0));
    var ys = Elements.doubles(run.tensor(1));
    int channels = (int) x.size(1);
    int outputChannels = (int) y.size(1);
    int perGroup = (int) sums.shape().size(1);
    int outputsPerGroup = outputChannels / (int) SIGNATURE.intOf(run.attributes(), "group");
    int plane = Math.toIntExact(x.product(2, x.rank()));
    int places = rows.rows() * rows.rowLength();
    for (int m = 0; m < outputChannels; m++) {
      for (int c = 0; c < perGroup; c++) {
        int channel = m / outputsPerGroup * perGroup + c;
        for (int tap = 0; tap < rows.taps(); tap++) {
          Checkpoint.pass();
          double sum = 0;
          for (int n = 0; n < x.size(0); n++) {
            int from = (n * channels + channel) * plane;
            sum += meeting(rows, tap, xs, from, ys, (n * outputChannels + m) * places);
          }
          sums.setDouble(((long) m * perGroup + c) * rows.taps() + tap, sum);
        }
      }
    }
  }

  private static double meeting(
      WindowRows rows, int tap, double[] xs, int from, double[] ys, int at) {
    double sum = 0;
    for (int row = 0; row < rows.rows(); row++) {
      if (!rows.misses(tap, row)) {
        int source = from + rows.source(tap, row);
        for (int i = rows.first(tap); i < rows.last(tap); i++) {
          sum += xs[source + i * rows.step()] * ys[at + row * rows.rowLength() + i];
        }
      }
    }
    return sum;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    boolean grouped = SIGNATURE.intOf(op.whole().attributes(), "group") > 1;
    int x = op.axis(0);
    int gradient = op.axis(1);
    if (x == 0 && gradient == 0) {
      return Sharding.PARTIAL;
    }
    if (gradient == 1 && (grouped ? x == 1 : op.isReplicated(0))) {
      return Sharding.along(0);
    }
    return !grouped && x == 1 && op.isReplicated(1) ? Sharding.along(1) : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    var shape = shape(whole).sizes();
    boolean outputs = inputs.get(1) instanceof Sharding.Along(int axis) && axis == 1;
    boolean channels = !outputs && inputs.get(0) instanceof Sharding.Along(int axis) && axis == 1;
    if (outputs || channels) {
      int axis = outputs ? 0 : 1;
      if (shape[axis] % parts != 0) {
        return null;
      }
      shape[axis] /= parts;
    }
    var grouped = part.withGroups(whole, inputs.get(0), parts);
    return grouped == null ? null : grouped.withAttribute("shape", Attribute.Ints.of(shape));
  }
}
