package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Convolution: `Y[n, m, o] = B[m] + Σ X[n, c, o · stride + k · dilation - pad] · W[m, c, k]`, X
/// `[N, C, D…]`, W `[M, C/group, k…]`, Y `[N, M, O…]`. Source: ONNX Conv-1, 11, 22.
final class Conv implements Operator {
  /// Sums that are worked on at once, so that they stay in the nearest cache.
  private static final int SUMS_IN_CACHE = 2048;

  private static final Signature SIGNATURE =
      Signature.of(
          "Conv",
          Category.LAYER,
          List.of("X", "W", "B"),
          2,
          Parameter.optional("kernel_shape", Kind.INTS),
          Parameter.optional("strides", Kind.INTS),
          Parameter.optional("pads", Kind.INTS),
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
        "kernel_shape", new Attribute.Ints(List.of(3L, 3L)),
        "pads", new Attribute.Ints(List.of(1L, 1L, 1L, 1L)),
        "strides", new Attribute.Ints(List.of(1L, 1L)));
  }

  @Override
  public List<Weight> weights(DrawnOp op) {
    return op.convolution(this, false);
  }

  @Override
  public int channelAxis(Op op, int rank) {
    return 0;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.HEAD, Trait.WINDOW, Trait.TAKES_SCALE, Trait.WEIGHTED, Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  /// The window of weights `[M, C/group, k…]`, which must be that which the op states.
  static Window window(OpContext op, Shape x, @Nullable Shape w) {
    var stated = op.attributes().ints("kernel_shape");
    if (w == null || !Shape.of(Arrays.copyOfRange(w.sizes(), 2, w.rank())).isStatic()) {
      if (stated == null) {
        throw op.refuse("op.conv.kernel.missing");
      }
      return Window.of(op, x, stated);
    }
    var kernel = Arrays.copyOfRange(w.sizes(), 2, w.rank());
    if (stated != null && !Arrays.equals(stated, kernel)) {
      throw op.refuse("op.conv.kernel", stated, w);
    }
    return Window.of(op, x, kernel);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1, 2);
    op.requireRankAtLeast(0, 3);
    var x = op.shape(0);
    var w = op.shape(1);
    if (x == null) {
      return List.of(op.type(0).withShape(w == null ? null : ShapeAxes.ofRank(w.rank())));
    }
    op.requireRank(1, x.rank());
    if (w != null) {
      requireChannels(op, x, w);
    }
    var axes = new ShapeAxes().add(x, 0).add(w == null ? Shape.UNKNOWN : w.size(0));
    window(op, x, w).addOutputAxes(op, axes, x);
    return List.of(op.type(0).withShape(axes.shape()));
  }

  private static void requireChannels(OpContext op, Shape x, Shape w) {
    long group = SIGNATURE.intOf(op.attributes(), "group");
    if (group < 1 || (w.isKnown(0) && w.size(0) % group != 0)) {
      throw op.refuse("op.conv.group", w.size(0), group);
    }
    if (x.isKnown(1) && w.isKnown(1) && x.size(1) != Math.multiplyExact(w.size(1), group)) {
      throw op.refuse("op.conv.channels", x.size(1), w, w.size(1) * group, group);
    }
    var b = op.hasInput(2) ? op.shape(2) : null;
    if (b != null && (b.rank() != 1 || (b.isKnown(0) && w.isKnown(0) && b.size(0) != w.size(0)))) {
      throw op.refuse("op.conv.bias", b, w.size(0));
    }
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var w = op.shape(1);
    var y = outputs.getFirst();
    if (w == null || !w.isStatic() || !y.isStatic()) {
      return Work.NONE;
    }
    long perOutput = 2 * w.product(1, w.rank()) + (op.hasInput(2) ? 1 : 0);
    return Work.of(Math.multiplyExact(y.knownShape().elementCount(), perOutput), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0).shape();
    var y = outputs.get(0, infer(run).getFirst());
    var rows = window(run, x, run.tensor(1).shape()).rows(x, y.shape());
    if (y.dataType() == DataType.DOUBLE) {
      doubles(run, rows, y);
    } else {
      floats(run, rows, y);
    }
  }

  private static void floats(OpContext run, WindowRows rows, Tensor y) {
    var xs = Elements.floats(run.tensor(0));
    var ws = Elements.floats(run.tensor(1));
    var bs = run.hasInput(2) ? Elements.floats(run.tensor(2)) : null;
    var x = run.tensor(0).shape();
    int batch = (int) x.size(0);
    int perGroup = (int) run.tensor(1).shape().size(1);
    int outputs = (int) y.shape().size(1);
    int plane = Math.toIntExact(x.product(2, x.rank()));
    int outputsPerGroup = outputs / (int) SIGNATURE.intOf(run.attributes(), "group");
    var sum = new float[rows.rows() * rows.rowLength()];
    int block = Math.max(1, SUMS_IN_CACHE / Math.max(1, rows.rowLength()));
    for (int n = 0; n < batch; n++) {
      for (int m = 0; m < outputs; m++) {
        Arrays.fill(sum, bs == null ? 0 : bs[m]);
        int firstChannel = m / outputsPerGroup * perGroup;
        for (int begin = 0; begin < rows.rows(); begin += block) {
          int end = Math.min(rows.rows(), begin + block);
          for (int c = 0; c < perGroup; c++) {
            Checkpoint.pass();
            int from = (n * (int) x.size(1) + firstChannel + c) * plane;
            for (int tap = 0; tap < rows.taps(); tap++) {
              float weight = ws[(m * perGroup + c) * rows.taps() + tap];
              addTap(rows, begin, end, tap, weight, xs, from, sum);
            }
          }
        }
        for (int i = 0; i < sum.length; i++) {
          y.setDouble(((long) n * outputs + m) * sum.length + i, sum[i]);
        }
      }
    }
  }

  private static void addTap(
      WindowRows rows,
      int begin,
      int end,
      int tap,
      float weight,
      float[] xs,
      int from,
      float[] sum) {
    int step = rows.step();
    int first = rows.first(tap);
    int last = rows.last(tap);
    for (int row = begin; row < end; row++) {
      if (rows.misses(tap, row)) {
        continue;
      }
      int source = from + rows.source(tap, row);
      int target = row * rows.rowLength();
      if (step == 1) {
        for (int i = first; i < last; i++) {
          sum[target + i] += weight * xs[source + i];
        }
      } else {
        for (int i = first; i < last; i++) {
          sum[target + i] += weight * xs[source + i * step];
        }
      }
    }
  }

  private static void doubles(OpContext run, WindowRows rows, Tensor y) {
    var xs = Elements.doubles(run.tensor(0));
    var ws = Elements.doubles(run.tensor(1));
    var x = run.tensor(0).shape();
    int perGroup = (int) run.tensor(1).shape().size(1);
    int outputs = (int) y.shape().size(1);
    int plane = Math.toIntExact(x.product(2, x.rank()));
    int outputsPerGroup = outputs / (int) SIGNATURE.intOf(run.attributes(), "group");
    int outputPlane = rows.rows() * rows.rowLength();
    for (long at = 0; at < y.elementCount(); at++) {
      int place = (int) (at % outputPlane);
      int m = (int) (at / outputPlane % outputs);
      int n = (int) (at / outputPlane / outputs);
      int row = place / rows.rowLength();
      int i = place % rows.rowLength();
      double sum = run.hasInput(2) ? run.tensor(2).doubleAt(m) : 0;
      for (int tap = 0; tap < rows.taps(); tap++) {
        if (rows.misses(tap, row) || i < rows.first(tap) || i >= rows.last(tap)) {
          continue;
        }
        int source = rows.source(tap, row) + i * rows.step();
        Checkpoint.pass();
        for (int c = 0; c < perGroup; c++) {
          int channel = m / outputsPerGroup * perGroup + c;
          sum +=
              ws[(m * perGroup + c) * rows.taps() + tap]
                  * xs[(n * (int) x.size(1) + channel) * plane + source];
        }
      }
      y.setDouble(at, sum);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    if (op.onlyAxis(0) == 0) {
      return op.kept(0);
    }
    boolean grouped = SIGNATURE.intOf(op.whole().attributes(), "group") > 1;
    boolean bias = op.part().hasInput(2);
    if (op.axis(0) == 1 && op.axis(1) == 1 && !grouped) {
      return !bias || op.input(2) instanceof Sharding.Partial ? Sharding.PARTIAL : Sharding.UNKNOWN;
    }
    boolean channels = op.axis(1) == 0 && (!bias || op.axis(2) == 0);
    return channels && (grouped ? op.axis(0) == 1 : op.isReplicated(0))
        ? Sharding.along(1)
        : Sharding.UNKNOWN;
  }

  /// A part of the output channels of a grouped convolution is a part of its groups.
  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    return part.withGroups(whole, inputs.get(0), parts);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var window = window(op.context(), op.shape(0), op.shape(1));
    var each =
        op.each(
            op.where(0, () -> inputGradient(op, window)),
            op.where(
                1,
                () -> ConvWeightGradient.of(op, op.input(0), op.gradient(), window, op.shape(1))));
    if (op.context().inputCount() > 2) {
      each.add(op.where(2, () -> biasGradient(op)));
    }
    return each;
  }

  /// The transposed convolution, padded to the size of the input where the stride leaves a rest.
  private static String inputGradient(Backward op, Window window) {
    var rest = new ArrayList<Long>();
    for (int axis = 0; axis < window.axes(); axis++) {
      long spread = window.strides()[axis] * (op.outputShape().size(axis + 2) - 1);
      long padding = window.begins()[axis] + window.ends()[axis];
      rest.add(op.shape(0).size(axis + 2) + padding - window.extent(axis) - spread);
    }
    var attributes = window.attributes(op.context());
    attributes.put("output_padding", new Attribute.Ints(rest));
    return op.op("ConvTranspose", new Attributes(attributes), op.gradient(), op.input(1));
  }

  /// Summed over the samples and places of each channel.
  static String biasGradient(Backward op) {
    int rank = op.outputShape().rank();
    var axes = IntStream.range(0, rank).filter(axis -> axis != 1).toArray();
    return op.reshaped(op.summed(op.gradient(), axes), op.shape(2));
  }
}
