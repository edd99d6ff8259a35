package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers blocks of the plane into channels, `[N, C, H, W]` to `[N, C·b², H/b, W/b]`, the block
/// places outermost with mode DCR, innermost with CRD. Source: ONNX SpaceToDepth-1, 13, 28.
final class SpaceToDepth implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "SpaceToDepth",
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
    long block = DepthToSpace.block(op);
    DepthToSpace.blocksOutside(op);
    var input = op.shape(0);
    if (input == null) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(4)));
    }
    var axes =
        new ShapeAxes()
            .add(input, 0)
            .add(
                input.isKnown(1)
                    ? Math.multiplyExact(input.size(1), block * block)
                    : Shape.UNKNOWN);
    for (int axis = 2; axis < 4; axis++) {
      if (input.isKnown(axis) && input.size(axis) % block != 0) {
        throw op.refuse("op.block.plane", input, block);
      }
      axes.add(input.isKnown(axis) ? input.size(axis) / block : Shape.UNKNOWN);
    }
    return List.of(op.type(0).withShape(axes.shape()));
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
    long block = DepthToSpace.block(run);
    var shape = input.shape();
    long width = shape.size(3);
    long plane = shape.product(2, 4);
    long channels = shape.size(1);
    long rows = shape.size(2) / block;
    boolean outside = DepthToSpace.blocksOutside(run);
    var seen =
        outside
            ? Shape.of(shape.size(0), block, block, channels, rows, width / block)
            : Shape.of(shape.size(0), channels, block, block, rows, width / block);
    long[] strides =
        outside
            ? new long[] {channels * plane, width, 1, plane, block * width, block}
            : new long[] {channels * plane, plane, width, 1, block * width, block};
    Elements.gather(input, 0, strides, output.reshaped(seen));
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) == 0 ? op.kept(0) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.op("DepthToSpace", op.context().attributes(), op.gradient()));
  }
}
