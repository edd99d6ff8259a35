package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Samples `X` `[N, C, D…]` at the places of `grid` `[N, O…, axes]`, which counts each axis from -1
/// to 1, the last axis first: nearest, linear or cubic (Keys, a = -0.75), and beyond the border as
/// `padding_mode` says. Source: Jaderberg et al. 2015, arXiv:1506.02025; ONNX GridSample-16, 20,
/// 22.
final class GridSample implements Operator {
  private static final List<String> MODES =
      List.of("linear", "nearest", "cubic", "bilinear", "bicubic");
  private static final List<String> PADDINGS = List.of("zeros", "border", "reflection");
  private static final Signature SIGNATURE =
      Signature.of(
          "GridSample",
          Category.SHAPE,
          List.of("X", "grid"),
          2,
          new Parameter("mode", Kind.STRING, new Attribute.StringValue("linear"), MODES),
          new Parameter("padding_mode", Kind.STRING, new Attribute.StringValue("zeros"), PADDINGS),
          Parameter.ofInt("align_corners", 0));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireFloats(1);
    op.requireRankAtLeast(0, 3);
    requireChoice(op, "mode", "linear", MODES);
    requireChoice(op, "padding_mode", "zeros", PADDINGS);
    var x = op.shape(0);
    var grid = op.shape(1);
    if (x == null || grid == null) {
      return List.of(op.type(0).withShape(null));
    }
    op.requireRank(1, x.rank());
    boolean batches = !x.isKnown(0) || !grid.isKnown(0) || x.size(0) == grid.size(0);
    if (!batches || grid.isKnown(-1) && grid.size(-1) != x.rank() - 2) {
      throw op.refuse("op.shapes", List.of(x, grid));
    }
    var axes = new ShapeAxes().addAll(x, 0, 2).addAll(grid, 1, grid.rank() - 1);
    return List.of(op.type(0).withShape(axes.shape()));
  }

  private static void requireChoice(
      OpContext op, String name, String fallback, List<String> choices) {
    var value = op.attributes().stringOr(name, fallback);
    if (!choices.contains(value)) {
      throw op.refuse("op.attribute.choice", name, value, choices);
    }
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 16);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var grid = run.tensor(1);
    var y = outputs.get(0, infer(run).getFirst());
    var sampler = GridSampler.of(run, x.shape());
    int axes = x.shape().rank() - 2;
    long channels = x.shape().size(1);
    long plane = x.shape().product(2, x.shape().rank());
    long places = y.shape().product(2, y.shape().rank());
    var place = new float[axes];
    for (long n = 0; n < x.shape().size(0); n++) {
      for (long p = 0; p < places; p++) {
        for (int axis = 0; axis < axes; axis++) {
          place[axis] = (float) grid.doubleAt((n * places + p) * axes + axes - 1 - axis);
        }
        sampler.moveTo(place);
        for (long c = 0; c < channels; c++) {
          double value = sampler.sample(x, (n * channels + c) * plane);
          y.setDouble((n * channels + c) * places + p, value);
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.axis(0) == 0 && op.axis(1) == 0 || op.onlyAxis(0) == 1
        ? Sharding.along(op.axis(0))
        : Sharding.UNKNOWN;
  }
}
