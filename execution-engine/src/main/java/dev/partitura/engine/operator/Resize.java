package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Enlarges or shrinks axes by interpolation, to given sizes or by given scales. Source: ONNX
/// Resize-10, 11, 13, 18, 19.
final class Resize implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "Resize",
          Category.SHAPE,
          List.of("X", "roi", "scales", "sizes"),
          1,
          Parameter.ofString("mode", "nearest", "nearest", "linear", "cubic"),
          Parameter.ofString(
              "coordinate_transformation_mode",
              "half_pixel",
              "half_pixel",
              "half_pixel_symmetric",
              "pytorch_half_pixel",
              "align_corners",
              "asymmetric",
              "tf_half_pixel_for_nn",
              "tf_crop_and_resize"),
          Parameter.ofString(
              "nearest_mode",
              "round_prefer_floor",
              "round_prefer_floor",
              "round_prefer_ceil",
              "floor",
              "ceil"),
          Parameter.ofFloat("cubic_coeff_a", -0.75f),
          Parameter.ofInt("exclude_outside", 0),
          Parameter.ofFloat("extrapolation_value", 0),
          Parameter.ofInt("antialias", 0),
          Parameter.optional("axes", Kind.INTS),
          Parameter.ofString(
              "keep_aspect_ratio_policy", "stretch", "stretch", "not_larger", "not_smaller"));

  @Override
  public boolean isSetting(int input) {
    return input > 0;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static Resampling.Manner manner(OpContext op) {
    var attributes = op.attributes();
    for (var name :
        List.of(
            "mode", "coordinate_transformation_mode", "nearest_mode", "keep_aspect_ratio_policy")) {
      var parameter = requireNonNull(SIGNATURE.parameter(name));
      var value = attributes.stringOr(name, parameter.choices().getFirst());
      if (!parameter.choices().contains(value)) {
        throw op.refuse("op.attribute.choice", name, value, parameter.choices());
      }
    }
    boolean before11 = op.opset() < 11;
    return new Resampling.Manner(
        SIGNATURE.stringOf(attributes, "mode"),
        before11 ? "asymmetric" : SIGNATURE.stringOf(attributes, "coordinate_transformation_mode"),
        SIGNATURE.stringOf(attributes, "nearest_mode"),
        SIGNATURE.floatOf(attributes, "cubic_coeff_a"),
        SIGNATURE.intOf(attributes, "exclude_outside") != 0,
        SIGNATURE.intOf(attributes, "antialias") != 0,
        before11);
  }

  private static int scalesInput(OpContext op) {
    return op.opset() < 11 ? 1 : 2;
  }

  /// An input that is given and not empty.
  private static @Nullable Tensor given(OpContext op, int input) {
    var tensor = op.hasInput(input) ? op.constant(input) : null;
    return tensor == null || tensor.elementCount() == 0 ? null : tensor;
  }

  /// Whether scales or sizes are known only during the run.
  private static boolean isOpen(OpContext op) {
    for (int input = 1; input < op.op().inputs().size(); input++) {
      if (op.isVariable(input) && !(input == 1 && op.opset() >= 11)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(0, type -> type != DataType.STRING, Phrase.of("words.numbers"));
    if (op.hasInput(scalesInput(op))) {
      op.requireFloats(scalesInput(op));
    }
    if (op.hasInput(3)) {
      op.requireIndices(3);
    }
    manner(op);
    var x = op.shape(0);
    if (x == null) {
      return List.of(op.type(0));
    }
    if (isOpen(op)) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(x.rank())));
    }
    var axes = new ShapeAxes();
    var places = places(op, x);
    for (int axis = 0; axis < places.length; axis++) {
      if (places[axis] < 0) {
        axes.add(x, axis);
      } else {
        axes.add(places[axis]);
      }
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  private static int[] axes(OpContext op, int rank) {
    var named = op.attributes().ints("axes");
    return named == null ? IntStream.range(0, rank).toArray() : op.axes(named, rank);
  }

  /// Wanted size of each axis; [Shape#UNKNOWN] where it stays as it is or cannot be told.
  private static long[] places(OpContext op, Shape x) {
    var places = new long[x.rank()];
    Arrays.fill(places, Shape.UNKNOWN);
    var scales = scales(op, x);
    var sizes = given(op, 3);
    var axes = axes(op, x.rank());
    boolean keepsAspect =
        !SIGNATURE.stringOf(op.attributes(), "keep_aspect_ratio_policy").equals("stretch");
    for (int i = 0; i < axes.length; i++) {
      int axis = axes[i];
      if (sizes != null && !keepsAspect) {
        places[axis] = sizes.longAt(i);
      } else if (x.isKnown(axis) && scales != null) {
        places[axis] =
            (long)
                (sizes != null
                    ? Math.floor(scales[axis] * x.size(axis) + 0.5)
                    : Math.floor((float) scales[axis] * (float) x.size(axis)));
      } else if (scales == null || scales[axis] != 1) {
        throw op.refuse("op.resize.open", axis);
      }
    }
    for (int axis = 0; axis < places.length; axis++) {
      if (x.size(axis) == 0 && places[axis] > 0) {
        throw op.refuse("op.resize.empty", axis, x);
      }
    }
    return places;
  }

  /// Scale of each axis, null when sizes are given and the input's own sizes are not all known.
  private static double @Nullable [] scales(OpContext op, Shape x) {
    var given = given(op, scalesInput(op));
    var sizes = given(op, 3);
    var axes = axes(op, x.rank());
    if ((given == null) == (sizes == null)) {
      throw op.refuse("op.resize.target");
    }
    long count = given != null ? given.elementCount() : requireNonNull(sizes).elementCount();
    if (count != axes.length) {
      throw op.refuse("op.resize.count", count, axes.length);
    }
    var scales = new double[x.rank()];
    Arrays.fill(scales, 1);
    for (int i = 0; i < axes.length; i++) {
      if (given != null) {
        scales[axes[i]] = given.doubleAt(i);
      } else if (!x.isKnown(axes[i])) {
        return null;
      } else {
        scales[axes[i]] = requireNonNull(sizes).doubleAt(i) / x.size(axes[i]);
      }
      if (!(scales[axes[i]] >= 0) || (given != null && scales[axes[i]] == 0)) {
        throw op.refuse("op.resize.scale", axes[i], scales[axes[i]]);
      }
    }
    if (sizes != null) {
      keepAspect(op, axes, scales);
    }
    return scales;
  }

  private static void keepAspect(OpContext op, int[] axes, double[] scales) {
    var policy = SIGNATURE.stringOf(op.attributes(), "keep_aspect_ratio_policy");
    if (policy.equals("stretch") || axes.length == 0) {
      return;
    }
    var chosen = Arrays.stream(axes).mapToDouble(axis -> scales[axis]);
    double scale = (policy.equals("not_larger") ? chosen.min() : chosen.max()).orElse(1);
    for (int axis : axes) {
      scales[axis] = scale;
    }
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    int perElement =
        switch (SIGNATURE.stringOf(op.attributes(), "mode")) {
          case "linear" -> 8;
          case "cubic" -> 32;
          default -> 0;
        };
    return Work.elementwise(op, outputs, perElement);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var resamplings = resamplings(run, x.shape(), y.shape());
    Resampling.run(x, y, resamplings, SIGNATURE.floatOf(run.attributes(), "extrapolation_value"));
  }

  /// What is done along each axis.
  private static List<Resampling> resamplings(OpContext op, Shape x, Shape y) {
    int rank = x.rank();
    var scales = requireNonNull(scales(op, x));
    var axes = axes(op, rank);
    var starts = new double[rank];
    var ends = new double[rank];
    Arrays.fill(ends, 1);
    var roi = op.opset() < 11 ? null : given(op, 1);
    if (manner(op).coordinates().equals("tf_crop_and_resize")) {
      if (roi == null || roi.elementCount() != 2L * axes.length) {
        throw op.refuse("op.resize.roi");
      }
      for (int i = 0; i < axes.length; i++) {
        starts[axes[i]] = roi.doubleAt(i);
        ends[axes[i]] = roi.doubleAt(i + axes.length);
      }
    }
    var resamplings = new ArrayList<Resampling>();
    for (int axis = 0; axis < rank; axis++) {
      resamplings.add(
          new Resampling(
              x.size(axis), y.size(axis), scales[axis], starts[axis], ends[axis], manner(op)));
    }
    return resamplings;
  }

  /// Each place along the split axis stands by itself where that axis is not resized. The sizes may
  /// hold the number of samples.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    if (split < 0 || isOpen(op.part())) {
      return Sharding.UNKNOWN;
    }
    if (Arrays.stream(axes(op.part(), op.rank(0))).noneMatch(axis -> axis == split)) {
      return op.kept(0);
    }
    var partScales = scales(op.part(), op.part().type(0).knownShape());
    var wholeScales = scales(op.whole(), op.whole().type(0).knownShape());
    boolean crops =
        SIGNATURE
            .stringOf(op.part().attributes(), "coordinate_transformation_mode")
            .equals("tf_crop_and_resize");
    return partScales != null
            && Arrays.equals(partScales, wholeScales)
            && partScales[split] == 1
            && !crops
        ? op.kept(0)
        : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    var context = op.context();
    return isOpen(context) || context.opset() >= 11 && context.isVariable(1)
        ? null
        : op.first(
            Resampling.back(op, op.shape(0), resamplings(context, op.shape(0), op.outputShape())));
  }
}
