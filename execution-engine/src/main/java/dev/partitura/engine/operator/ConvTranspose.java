package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Transposed convolution: each input element spreads over the window it would have been read by, X
/// `[N, C, D…]`, W `[C, M/group, k…]`, Y `[N, M, O…]` with `O = stride · (D - 1) + output_padding +
/// extent - pads`, or as `output_shape` says, which in old files holds N and M too. Source: ONNX
/// ConvTranspose-1, 11, 22.
final class ConvTranspose implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "ConvTranspose",
          Category.LAYER,
          List.of("X", "W", "B"),
          2,
          Parameter.optional("kernel_shape", Kind.INTS),
          Parameter.optional("strides", Kind.INTS),
          Parameter.optional("pads", Kind.INTS),
          Parameter.optional("output_padding", Kind.INTS),
          Parameter.optional("output_shape", Kind.INTS),
          Parameter.optional("dilations", Kind.INTS),
          Parameter.ofInt("group", 1),
          Parameter.ofString("auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"));

  @Override
  public String word() {
    return "";
  }

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of(
        "kernel_shape",
        new Attribute.Ints(List.of(2L, 2L)),
        "strides",
        new Attribute.Ints(List.of(2L, 2L)));
  }

  @Override
  public List<Weight> weights(DrawnOp op) {
    return op.convolution(this, true);
  }

  @Override
  public int channelAxis(Op op, int rank) {
    return 1;
  }

  @Override
  public long channelsEach(Op op) {
    return Math.max(1, SIGNATURE.intOf(op.attributes(), "group"));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.HEAD, Trait.WINDOW, Trait.WEIGHTED, Trait.COMMON);
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
    var x = op.shape(0);
    var w = op.shape(1);
    if (x == null || w == null) {
      return List.of(
          op.type(0)
              .withShape(
                  x == null && w == null
                      ? null
                      : ShapeAxes.ofRank(x == null ? requireNonNull(w).rank() : x.rank())));
    }
    op.requireRank(1, x.rank());
    long group = SIGNATURE.intOf(op.attributes(), "group");
    if (group < 1
        || (x.isKnown(1) && x.size(1) % group != 0)
        || (x.isKnown(1) && w.isKnown(0) && x.size(1) != w.size(0))) {
      throw op.refuse("op.conv.transposed", x, w, group);
    }
    var bias = op.hasInput(2) ? op.shape(2) : null;
    if (bias != null
        && bias.isStatic()
        && w.isKnown(1)
        && bias.elementCount() != w.size(1) * group) {
      throw op.refuse("op.conv.bias", bias, w.size(1) * group);
    }
    var axes =
        new ShapeAxes()
            .add(x, 0)
            .add(w.isKnown(1) ? Math.multiplyExact(w.size(1), group) : Shape.UNKNOWN);
    if (op.attributes().has("output_shape")
        || Shape.of(Arrays.copyOfRange(x.sizes(), 2, x.rank())).isStatic()) {
      var spread = Spread.of(op, x, w);
      for (long size : spread.output()) {
        axes.add(size);
      }
    } else {
      for (int axis = 2; axis < x.rank(); axis++) {
        axes.add(Shape.UNKNOWN);
      }
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  /// The spatial sizes of the output, and the window that, laid over the output, meets the input.
  private record Spread(long[] output, Window window) {
    static Spread of(OpContext op, Shape x, Shape w) {
      var kernel =
          op.attributes().intsOr("kernel_shape", Arrays.copyOfRange(w.sizes(), 2, w.rank()));
      if (!Shape.of(Arrays.copyOfRange(w.sizes(), 2, w.rank())).isStatic()
          || !Arrays.equals(kernel, Arrays.copyOfRange(w.sizes(), 2, w.rank()))) {
        throw op.refuse("op.conv.kernel", kernel, w);
      }
      var window = Window.of(op, x, kernel);
      int axes = window.axes();
      var begins = window.begins();
      var output = new long[axes];
      var stated = op.attributes().ints("output_shape");
      if (stated != null && stated.length == axes + 2) {
        stated = Arrays.copyOfRange(stated, 2, stated.length);
      }
      var extra = op.attributes().intsOr("output_padding", new long[axes]);
      var auto = SIGNATURE.stringOf(op.attributes(), "auto_pad");
      if ((stated != null && stated.length != axes) || extra.length != axes) {
        throw op.refuse("op.conv.output", axes);
      }
      for (int axis = 0; axis < axes; axis++) {
        long stride = window.strides()[axis];
        long full =
            x.size(axis + 2) < 0
                ? Shape.UNKNOWN
                : stride * (x.size(axis + 2) - 1) + extra[axis] + window.extent(axis);
        if (stated == null && !window.same()) {
          output[axis] = full - window.begins()[axis] - window.ends()[axis];
        } else {
          output[axis] = stated != null ? stated[axis] : x.size(axis + 2) * stride;
          long padding = Math.max(0, full - output[axis]);
          begins[axis] = auto.equals("SAME_UPPER") ? padding / 2 : padding - padding / 2;
        }
        if (output[axis] < 0) {
          throw op.refuse("op.conv.output.size", output[axis]);
        }
      }
      return new Spread(output, window);
    }
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var x = op.shape(0);
    var w = op.shape(1);
    if (x == null || w == null || !x.isStatic() || !w.isStatic()) {
      return Work.NONE;
    }
    return Work.of(Math.multiplyExact(2 * x.elementCount(), w.product(1, w.rank())), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    var x = run.tensor(0).shape();
    var w = run.tensor(1).shape();
    var rows = Spread.of(run, x, w).window().rows(y.shape(), x);
    var xs = Elements.doubles(run.tensor(0));
    var ws = Elements.doubles(run.tensor(1));
    int group = (int) SIGNATURE.intOf(run.attributes(), "group");
    int perGroupIn = (int) x.size(1) / group;
    int perGroupOut = (int) w.size(1);
    int plane = rows.rows() * rows.rowLength();
    var sum = new double[Math.toIntExact(y.shape().product(2, y.shape().rank()))];
    for (int p = 0; p < x.size(0) * group * perGroupOut; p++) {
      int n = p / (group * perGroupOut);
      int m = p % (group * perGroupOut);
      Arrays.fill(sum, run.hasInput(2) ? run.tensor(2).doubleAt(m) : 0);
      for (int i = 0; i < perGroupIn; i++) {
        int c = m / perGroupOut * perGroupIn + i;
        for (int tap = 0; tap < rows.taps(); tap++) {
          double weight = ws[(c * perGroupOut + m % perGroupOut) * rows.taps() + tap];
          spread(rows, tap, weight, xs, (n * (int) x.size(1) + c) * plane, sum);
        }
      }
      for (int i = 0; i < sum.length; i++) {
        y.setDouble((long) p * sum.length + i, sum[i]);
      }
    }
  }

  private static void spread(
      WindowRows rows, int tap, double weight, double[] xs, int from, double[] sum) {
    for (int row = 0; row < rows.rows(); row++) {
      if (rows.misses(tap, row)) {
        continue;
      }
      int target = rows.source(tap, row);
      for (int i = rows.first(tap); i < rows.last(tap); i++) {
        sum[target + i * rows.step()] += weight * xs[from + row * rows.rowLength() + i];
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    if (op.onlyAxis(0) == 0) {
      return op.kept(0);
    }
    boolean grouped = SIGNATURE.intOf(op.whole().attributes(), "group") > 1;
    boolean bias = op.part().hasInput(2);
    if (op.axis(0) == 1 && op.axis(1) == 0) {
      if (grouped) {
        return !bias || op.axis(2) == 0 ? Sharding.along(1) : Sharding.UNKNOWN;
      }
      return !bias || op.input(2) instanceof Sharding.Partial ? Sharding.PARTIAL : Sharding.UNKNOWN;
    }
    return !grouped && op.isReplicated(0) && op.axis(1) == 1 && (!bias || op.axis(2) == 0)
        ? Sharding.along(1)
        : Sharding.UNKNOWN;
  }

  /// Parts of the input channels of a grouped one are parts of its groups. An `output_shape` that
  /// holds channels too is that of the whole.
  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    var stated = whole.attributes().ints("output_shape");
    return stated != null && stated.length == whole.type(0).knownShape().rank()
        ? null
        : part.withGroups(whole, inputs.get(0), parts);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var window = Spread.of(op.context(), op.shape(0), op.shape(1)).window();
    var each =
        op.each(
            op.where(
                0,
                () ->
                    op.op(
                        "Conv",
                        new Attributes(attributes(op, window)),
                        op.gradient(),
                        op.input(1))),
            op.where(
                1,
                () ->
                    ConvWeightGradient.of(
                        op, op.gradient(), op.input(0), padded(op, window), op.shape(1))));
    if (op.context().inputCount() > 2) {
      each.add(op.where(2, () -> Conv.biasGradient(op)));
    }
    return each;
  }

  /// Those of the convolution that this one turns round.
  private static Map<String, Attribute> attributes(Backward op, Window window) {
    return padded(op, window).attributes(op.context());
  }

  /// The window with the padding behind each axis that makes the output as long as it is.
  private static Window padded(Backward op, Window window) {
    var ends = new long[window.axes()];
    for (int axis = 0; axis < ends.length; axis++) {
      long spread = window.strides()[axis] * (op.shape(0).size(axis + 2) - 1);
      ends[axis] =
          spread + window.extent(axis) - window.begins()[axis] - op.outputShape().size(axis + 2);
    }
    return window.withEnds(ends);
  }
}
