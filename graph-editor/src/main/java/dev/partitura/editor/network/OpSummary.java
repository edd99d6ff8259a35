package dev.partitura.editor.network;

import dev.partitura.editor.edit.Weights;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What stands under an op's name: `7×7 /2, 64` for a convolution, the units of a dense layer, else
/// the operator.
public final class OpSummary {
  private OpSummary() {}

  public static String of(Op op, NetworkFacts facts) {
    var operator = Operators.find(op);
    if (operator == null) {
      return op.type();
    }
    boolean hasWindow = operator.has(Trait.WINDOW);
    var window = hasWindow ? window(op, facts) : "";
    var channels = Weights.outputChannels(op, facts.network());
    return operator.word()
        + (operator.word().isEmpty() || window.isEmpty() ? "" : " ")
        + window
        + (channels == null ? "" : (hasWindow ? ", " : " ") + channels);
  }

  private static String window(Op op, NetworkFacts facts) {
    var kernel = op.attributes().ints("kernel_shape");
    if (kernel == null && op.inputs().size() > 1) {
      var weight = facts.type(op.inputs().get(1));
      var shape = weight == null ? null : weight.shape();
      kernel =
          shape == null || shape.rank() < 3
              ? null
              : Arrays.copyOfRange(shape.sizes(), 2, shape.rank());
    }
    var text =
        kernel == null
            ? ""
            : Arrays.stream(kernel).mapToObj(Long::toString).collect(Collectors.joining("×"));
    var strides = op.attributes().ints("strides");
    long stride = strides == null ? 1 : Arrays.stream(strides).max().orElse(1);
    long group = op.attributes().intOr("group", 1);
    return text + (stride > 1 ? " /" + stride : "") + (group > 1 ? " g" + group : "");
  }

  /// A shape without the leading batch axis, short enough for an edge.
  public static String onEdge(@Nullable TensorType type) {
    var shape = type == null ? null : type.shape();
    return shape == null ? "" : withoutBatch(shape, -1, 1);
  }

  /// The same of a value that shards split along an axis, such as `16×32/2`.
  public static String onEdge(@Nullable TensorType type, int axis, int shards) {
    var shape = type == null ? null : type.shape();
    return shape == null ? "" : withoutBatch(shape, axis, shards);
  }

  private static String withoutBatch(Shape shape, int split, int shards) {
    if (shape.rank() < 2) {
      return shape.toString();
    }
    var text = new StringBuilder();
    for (int axis = 1; axis < shape.rank(); axis++) {
      var symbol = shape.symbol(axis);
      text.append(axis > 1 ? "×" : "")
          .append(
              shape.isKnown(axis) ? Long.toString(shape.size(axis)) : symbol != null ? symbol : "?")
          .append(axis == split ? "/" + shards : "");
    }
    return text.toString();
  }
}
