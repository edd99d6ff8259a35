package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts each element back where [MaxPool] found it, zeros elsewhere: `X` and `I` `[N, C, D…]`, with
/// indices into the whole output. Source: ONNX MaxUnpool-9, 11, 22.
final class MaxUnpool implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "MaxUnpool",
              Category.POOLING,
              List.of("X", "I", "output_shape"),
              2,
              Parameter.optional("kernel_shape", Kind.INTS),
              Parameter.optional("strides", Kind.INTS),
              Parameter.optional("pads", Kind.INTS))
          .withOutputs("output");

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of("kernel_shape", Attribute.Ints.of(2, 2), "strides", Attribute.Ints.of(2, 2));
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireIndices(1);
    op.requireRankAtLeast(0, 3);
    var x = op.shape(0);
    if (x == null) {
      return List.of(op.type(0).withShape(null));
    }
    var unpooled = unpooled(op, x);
    if (op.isVariable(2)) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(x.rank())));
    }
    var sizes = op.hasInput(2) ? op.tensor(2).toLongs() : null;
    if (sizes == null) {
      return List.of(op.type(0).withShape(unpooled));
    }
    boolean fits = sizes.length == x.rank();
    for (int axis = 0; fits && axis < sizes.length; axis++) {
      fits = sizes[axis] >= Math.max(0, unpooled.size(axis));
    }
    if (!fits) {
      throw op.refuse("op.shapes", List.of(x, unpooled, Arrays.toString(sizes)));
    }
    return List.of(op.type(0).withShape(Shape.of(sizes)));
  }

  /// As large as what a pooling of this window would have read.
  private static Shape unpooled(OpContext op, Shape x) {
    var window = Pooling.window(op, x);
    var axes = new ShapeAxes().addAll(x, 0, 2);
    for (int axis = 0; axis < window.axes(); axis++) {
      long size =
          (x.size(axis + 2) - 1) * window.strides()[axis]
              - window.begins()[axis]
              - window.ends()[axis]
              + window.kernel()[axis];
      axes.add(x.isKnown(axis + 2) ? Math.max(0, size) : Shape.UNKNOWN);
    }
    return axes.shape();
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var indices = run.tensor(1);
    var y = outputs.get(0, infer(run).getFirst());
    if (!indices.shape().equals(x.shape())) {
      throw run.refuse("op.shapes", List.of(x.shape(), indices.shape()));
    }
    Elements.clear(y);
    // The indices count through what the pooling read, which a given shape may exceed.
    var from = unpooled(run, x.shape());
    var strides = from.strides();
    var target = y.shape().strides();
    long most = from.elementCount();
    for (long i = 0; i < x.elementCount(); i++) {
      long index = indices.longAt(i);
      if (index < 0 || index >= most) {
        throw run.refuse("op.unpool.index", index, most);
      }
      long at = 0;
      for (int axis = 0; axis < strides.length; axis++) {
        at += index / strides[axis] % from.size(axis) * target[axis];
      }
      Elements.copy(x, i, y, at, 1);
    }
  }
}
