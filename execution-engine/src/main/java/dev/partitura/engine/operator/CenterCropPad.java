package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Cuts or fills axes with zeros at both ends alike to the sizes wanted; of an odd number the end
/// gets one more. Source: ONNX CenterCropPad-18.
final class CenterCropPad implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "CenterCropPad",
              Category.SHAPE,
              List.of("input_data", "shape"),
              2,
              Parameter.optional("axes", Kind.INTS))
          .withOutputs("output_data");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireIndices(1);
    op.requireRank(1, 1);
    var x = op.shape(0);
    if (x == null) {
      return List.of(op.type(0));
    }
    var axes = axes(op, x.rank());
    var shape = x;
    var sizes = op.isVariable(1) ? null : op.tensor(1).toLongs();
    if (sizes != null && sizes.length != axes.length) {
      throw op.refuse("op.shapes", List.of(x, Arrays.toString(sizes)));
    }
    for (int i = 0; i < axes.length; i++) {
      long size = sizes == null ? Shape.UNKNOWN : sizes[i];
      if (sizes != null && size < 0) {
        throw op.refuse("op.shapes", List.of(x, Arrays.toString(sizes)));
      }
      shape = shape.withSize(axes[i], size);
    }
    return List.of(op.type(0).withShape(shape));
  }

  private static int[] axes(OpContext op, int rank) {
    var stated = op.attributes().ints("axes");
    return stated == null ? IntStream.range(0, rank).toArray() : op.axes(stated, rank);
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    Elements.clear(y);
    int rank = x.shape().rank();
    var common = new long[rank];
    var stridesX = x.shape().strides();
    var stridesY = y.shape().strides();
    long startX = 0;
    long startY = 0;
    for (int axis = 0; axis < rank; axis++) {
      long from = x.shape().size(axis);
      long to = y.shape().size(axis);
      common[axis] = Math.min(from, to);
      startX += Math.max(0, from - to) / 2 * stridesX[axis];
      startY += Math.max(0, to - from) / 2 * stridesY[axis];
    }
    for (var rows = IndexSpace.of(common, stridesX, stridesY); rows.next(); ) {
      Elements.copy(
          x,
          startX + rows.position(0),
          rows.step(0),
          y,
          startY + rows.position(1),
          rows.step(1),
          rows.rowLength());
    }
  }
}
