package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Spreads channels over blocks of the plane, `[N, C, H, W]` to `[N, C/b², H·b, W·b]`; mode DCR
/// takes the block places as the outer part of the channels, CRD as the inner. Source: ONNX
/// DepthToSpace-1, 11, 13.
final class DepthToSpace implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "DepthToSpace",
              Category.SHAPE,
              List.of("input"),
              1,
              Parameter.optional("blocksize", Kind.INT),
              Parameter.ofString("mode", "DCR", "DCR", "CRD"))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireRank(0, 4);
    long block = block(op);
    blocksOutside(op);
    var input = op.shape(0);
    if (input == null) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(4)));
    }
    if (input.isKnown(1) && input.size(1) % (block * block) != 0) {
      throw op.refuse("op.block.channels", input.size(1), block);
    }
    var axes =
        new ShapeAxes()
            .add(input, 0)
            .add(input.isKnown(1) ? input.size(1) / (block * block) : Shape.UNKNOWN);
    for (int axis = 2; axis < 4; axis++) {
      axes.add(input.isKnown(axis) ? Math.multiplyExact(input.size(axis), block) : Shape.UNKNOWN);
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  /// Whether the block places are the outer part of the channels.
  static boolean blocksOutside(OpContext op) {
    var mode = SIGNATURE.stringOf(op.attributes(), "mode");
    if (!mode.equals("DCR") && !mode.equals("CRD")) {
      throw op.refuse("op.attribute.choice", "mode", mode, List.of("DCR", "CRD"));
    }
    return mode.equals("DCR");
  }

  static long block(OpContext op) {
    long block = op.requireInt("blocksize");
    if (block < 1 || block > Short.MAX_VALUE) {
      throw op.refuse("op.attribute.positive", "blocksize", block);
    }
    return block;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var input = run.tensor(0);
    var output = outputs.get(0, infer(run).getFirst());
    long block = block(run);
    var shape = input.shape();
    long plane = shape.product(2, 4);
    long channels = output.shape().size(1);
    boolean outer = blocksOutside(run);
    long channelStep = outer ? plane : block * block * plane;
    long columnStep = outer ? channels * plane : plane;
    var seen = Shape.of(shape.size(0), channels, shape.size(2), block, shape.size(3), block);
    long[] strides = {
      shape.size(1) * plane, channelStep, shape.size(3), block * columnStep, 1, columnStep
    };
    Elements.gather(input, 0, strides, output.reshaped(seen));
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) == 0 ? op.kept(0) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.op("SpaceToDepth", op.context().attributes(), op.gradient()));
  }
}
