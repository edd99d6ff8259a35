package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
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
import org.jspecify.annotations.Nullable;

/// Enlarges axes by scales, by the place below or by linear interpolation; superseded by Resize.
/// Scales are an attribute before operator set 9. Source: ONNX Upsample-1, 7, 9.
final class Upsample implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "Upsample",
          Category.SHAPE,
          List.of("X", "scales"),
          1,
          Parameter.ofString("mode", "nearest", "nearest", "linear", "bilinear"),
          Parameter.optional("scales", Kind.FLOATS),
          Parameter.optional("height_scale", Kind.FLOAT),
          Parameter.optional("width_scale", Kind.FLOAT));

  @Override
  public boolean isSetting(int input) {
    return input > 0;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static double[] scales(OpContext op, int rank) {
    double[] scales;
    if (op.hasInput(1)) {
      op.requireFloats(1);
      scales = Elements.doubles(op.tensor(1));
    } else if (op.attributes().get("scales") instanceof Attribute.Floats(var values)) {
      scales = values.stream().mapToDouble(Float::doubleValue).toArray();
    } else {
      scales =
          new double[] {
            1,
            1,
            op.attributes().floatOr("height_scale", 1),
            op.attributes().floatOr("width_scale", 1)
          };
    }
    if (scales.length != rank || Arrays.stream(scales).anyMatch(scale -> !(scale > 0))) {
      throw op.refuse("op.upsample.scales", rank, scales);
    }
    return scales;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(0, type -> type != DataType.STRING, Phrase.of("words.numbers"));
    var x = op.shape(0);
    if (x == null || op.isVariable(1)) {
      return List.of(op.type(0).withShape(x == null ? null : ShapeAxes.ofRank(x.rank())));
    }
    var scales = scales(op, x.rank());
    var axes = new ShapeAxes();
    for (int axis = 0; axis < scales.length; axis++) {
      if (scales[axis] == 1) {
        axes.add(x, axis);
      } else {
        axes.add(
            x.isKnown(axis)
                ? (long) Math.floor((float) scales[axis] * (float) x.size(axis))
                : Shape.UNKNOWN);
      }
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(
        op, outputs, SIGNATURE.stringOf(op.attributes(), "mode").equals("nearest") ? 0 : 8);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    Resampling.run(x, y, resamplings(run, x.shape(), y.shape()), 0);
  }

  private static List<Resampling> resamplings(OpContext op, Shape x, Shape y) {
    var scales = scales(op, x.rank());
    var mode = SIGNATURE.stringOf(op.attributes(), "mode");
    var manner =
        new Resampling.Manner(
            mode.equals("nearest") ? mode : "linear",
            "asymmetric",
            "floor",
            0,
            false,
            false,
            false);
    var resamplings = new ArrayList<Resampling>();
    for (int axis = 0; axis < scales.length; axis++) {
      resamplings.add(new Resampling(x.size(axis), y.size(axis), scales[axis], 0, 1, manner));
    }
    return resamplings;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    return split >= 0 && !op.part().isVariable(1) && scales(op.part(), op.rank(0))[split] == 1
        ? op.kept(0)
        : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    return op.context().isVariable(1)
        ? null
        : op.first(
            Resampling.back(
                op, op.shape(0), resamplings(op.context(), op.shape(0), op.outputShape())));
  }
}
