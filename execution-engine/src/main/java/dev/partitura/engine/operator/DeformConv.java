package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Convolution whose taps are read off their places: X `[N, C, D…]`, W `[M, C/group, k…]`, `offset`
/// `[N, offset_group · k · axes, O…]` is added to each tap's place, `mask` `[N, offset_group · k,
/// O…]` multiplies what is read there, linear between elements and 0 beyond them. Source: Zhu et
/// al. 2018, arXiv:1811.11168; ONNX DeformConv-19, 22.
final class DeformConv implements Operator {
  private static final int X = 0;
  private static final int W = 1;
  private static final int OFFSET = 2;
  private static final int BIAS = 3;
  private static final int MASK = 4;

  private static final Signature SIGNATURE =
      Signature.of(
          "DeformConv",
          Category.LAYER,
          List.of("X", "W", "offset", "B", "mask"),
          3,
          Parameter.optional("dilations", Kind.INTS),
          Parameter.ofInt("group", 1),
          Parameter.optional("kernel_shape", Kind.INTS),
          Parameter.ofInt("offset_group", 1),
          Parameter.optional("pads", Kind.INTS),
          Parameter.optional("strides", Kind.INTS));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(X);
    op.requireSameType(X, W, OFFSET, BIAS, MASK);
    op.requireRankAtLeast(X, 3);
    var x = op.shape(X);
    var w = op.shape(W);
    if (x == null) {
      return List.of(op.type(X).withShape(w == null ? null : ShapeAxes.ofRank(w.rank())));
    }
    op.requireRank(W, x.rank());
    op.requireRank(OFFSET, x.rank());
    var window = Conv.window(op, x, w);
    var axes = new ShapeAxes().add(x, 0).add(w == null ? Shape.UNKNOWN : w.size(0));
    window.addOutputAxes(op, axes, x);
    var y = axes.shape();
    long group = SIGNATURE.intOf(op.attributes(), "group");
    long offsetGroup = SIGNATURE.intOf(op.attributes(), "offset_group");
    boolean grouped = group > 0 && offsetGroup > 0;
    if (!grouped || w != null && w.isKnown(0) && w.size(0) % group != 0) {
      throw op.refuse("op.conv.group", w == null ? 0 : w.size(0), group);
    }
    if (w != null && x.isKnown(1) && w.isKnown(1) && x.size(1) != w.size(1) * group) {
      throw op.refuse("op.conv.channels", x.size(1), w, w.size(1) * group, group);
    }
    if (x.isKnown(1) && x.size(1) % offsetGroup != 0) {
      throw op.refuse("op.conv.group", x.size(1), offsetGroup);
    }
    long taps = Math.multiplyExact(window.taps(), offsetGroup);
    requireFit(op, OFFSET, y, taps * (x.rank() - 2));
    if (op.hasInput(MASK)) {
      op.requireRank(MASK, x.rank());
      requireFit(op, MASK, y, taps);
    }
    var b = op.hasInput(BIAS) ? op.shape(BIAS) : null;
    if (b != null && (b.rank() != 1 || b.isKnown(0) && y.isKnown(1) && b.size(0) != y.size(1))) {
      throw op.refuse("op.conv.bias", b, y.size(1));
    }
    return List.of(op.type(X).withShape(y));
  }

  /// Refuses an input that is not there for each place of the output.
  private static void requireFit(OpContext op, int input, Shape y, long channels) {
    var shape = op.shape(input);
    if (shape == null) {
      return;
    }
    for (int axis = 0; axis < y.rank(); axis++) {
      long wanted = axis == 1 ? channels : y.size(axis);
      if (wanted >= 0 && shape.isKnown(axis) && shape.size(axis) != wanted) {
        throw op.refuse("op.shapes", List.of(shape, y));
      }
    }
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var w = op.shape(W);
    var y = outputs.getFirst();
    if (w == null || !w.isStatic() || !y.isStatic()) {
      return Work.NONE;
    }
    long perOutput = 2 * w.product(1, w.rank());
    return Work.of(Math.multiplyExact(y.knownShape().elementCount(), perOutput), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    var x = run.tensor(X).shape();
    var weights = Elements.doubles(run.tensor(W));
    var bias = run.hasInput(BIAS) ? Elements.doubles(run.tensor(BIAS)) : null;
    var columns = new Columns(run, Conv.window(run, x, run.tensor(W).shape()), y.shape());
    int channels = Math.toIntExact(x.size(1));
    int made = Math.toIntExact(y.shape().size(1));
    int groups = Math.toIntExact(SIGNATURE.intOf(run.attributes(), "group"));
    int taps = Math.toIntExact(columns.window.taps());
    int each = channels / groups * taps;
    long places = y.shape().product(2, y.shape().rank());
    var read = new double[channels * taps];
    for (long n = 0; n < x.size(0); n++) {
      for (long place = 0; place < places; place++) {
        columns.read(n, place, read);
        for (int m = 0; m < made; m++) {
          int from = m / (made / groups) * each;
          double sum = bias == null ? 0 : bias[m];
          for (int i = 0; i < each; i++) {
            sum += weights[m * each + i] * read[from + i];
          }
          y.setDouble((n * made + m) * places + place, sum);
        }
      }
    }
  }

  /// Reads what lies under the taps of a window.
  private static final class Columns {
    private final Window window;
    private final double[] x;
    private final Tensor offset;
    private final @Nullable Tensor mask;
    private final int channels;
    private final int offsetGroups;
    private final long[] image;
    private final long[] made;
    private final long places;
    private final int plane;
    private final double[] at;

    Columns(OpContext run, Window window, Shape y) {
      this.window = window;
      x = Elements.doubles(run.tensor(X));
      offset = run.tensor(OFFSET);
      mask = run.hasInput(MASK) ? run.tensor(MASK) : null;
      var shape = run.tensor(X).shape();
      channels = Math.toIntExact(shape.size(1));
      offsetGroups = Math.toIntExact(SIGNATURE.intOf(run.attributes(), "offset_group"));
      image = Arrays.copyOfRange(shape.sizes(), 2, shape.rank());
      made = Arrays.copyOfRange(y.sizes(), 2, y.rank());
      places = y.product(2, y.rank());
      plane = Math.toIntExact(shape.product(2, shape.rank()));
      at = new double[image.length];
    }

    /// @param read gets all taps of each channel
    void read(long n, long place, double[] read) {
      int taps = Math.toIntExact(window.taps());
      int each = channels / offsetGroups;
      for (int group = 0; group < offsetGroups; group++) {
        for (int tap = 0; tap < taps; tap++) {
          Checkpoint.pass(tap);
          long row = (n * offsetGroups + group) * taps + tap;
          moveTo(row, place, tap);
          double factor = mask == null ? 1 : mask.doubleAt(row * places + place);
          for (int c = group * each; c < (group + 1) * each; c++) {
            int from = Math.toIntExact((n * channels + c) * plane);
            read[c * taps + tap] = factor * sample(from);
          }
        }
      }
    }

    private void moveTo(long row, long place, int tap) {
      long restOfPlace = place;
      long restOfTap = tap;
      for (int axis = image.length - 1; axis >= 0; axis--) {
        at[axis] =
            restOfPlace % made[axis] * window.strides()[axis]
                - window.begins()[axis]
                + restOfTap % window.kernel()[axis] * window.dilations()[axis]
                + offset.doubleAt((row * image.length + axis) * places + place);
        restOfPlace /= made[axis];
        restOfTap /= window.kernel()[axis];
      }
    }

    /// The neighbours of the place by their nearness.
    private double sample(int from) {
      double sum = 0;
      for (int corner = 0; corner < 1 << image.length; corner++) {
        double nearness = 1;
        long element = from;
        long step = plane;
        for (int axis = 0; axis < image.length; axis++) {
          long below = (long) Math.floor(at[axis]);
          boolean above = (corner >> axis & 1) != 0;
          long index = above ? below + 1 : below;
          nearness *= above ? at[axis] - below : 1 - (at[axis] - below);
          if (index < 0 || index >= image[axis]) {
            nearness = 0;
            break;
          }
          step /= image[axis];
          element += index * step;
        }
        sum += nearness == 0 ? 0 : nearness * x[(int) element];
      }
      return sum;
    }
  }

  /// Samples are each by themselves.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    boolean masked = op.part().hasInput(MASK);
    return op.axis(X) == 0
            && op.axis(OFFSET) == 0
            && (!masked || op.axis(MASK) == 0)
            && op.areReplicated(W, BIAS)
        ? Sharding.along(0)
        : Sharding.UNKNOWN;
  }
}
