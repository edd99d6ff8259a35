package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the windowed poolings share.
final class Pooling {
  private Pooling() {}

  static Window window(OpContext op, Shape x) {
    var kernel = op.attributes().ints("kernel_shape");
    if (kernel == null) {
      throw op.refuse("op.window.kernel");
    }
    return Window.of(op, x, kernel);
  }

  static @Nullable Shape shape(OpContext op) {
    op.requireRankAtLeast(0, 3);
    var x = op.shape(0);
    if (x == null) {
      return null;
    }
    var axes = new ShapeAxes().addAll(x, 0, 2);
    window(op, x).addOutputAxes(op, axes, x);
    return axes.shape();
  }

  /// Of an op that computes the gradient of what a pooling reads.
  static Signature gradientSignature(String type) {
    return new Signature(
        Fused.DOMAIN,
        type,
        Category.POOLING,
        List.of("X", "dY"),
        2,
        false,
        List.of("dX"),
        false,
        List.of(
            Parameter.optional("kernel_shape", Kind.INTS),
            Parameter.optional("strides", Kind.INTS),
            Parameter.optional("pads", Kind.INTS),
            Parameter.optional("dilations", Kind.INTS),
            Parameter.ofInt("ceil_mode", 0),
            Parameter.ofInt("count_include_pad", 0),
            Parameter.ofString(
                "auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")));
  }

  /// Those of a pooling that its gradient needs.
  static Attributes attributes(OpContext op) {
    var attributes = new LinkedHashMap<>(op.attributes().byName());
    attributes.remove("storage_order");
    return new Attributes(attributes);
  }

  /// One operation for each tap of each output.
  static Work work(OpContext op, List<TensorType> outputs) {
    var x = op.shape(0);
    var y = outputs.getFirst();
    var used = outputs.subList(0, Math.min(outputs.size(), op.outputCount()));
    return x == null || !y.isStatic()
        ? Work.NONE
        : Work.of(y.knownShape().elementCount() * window(op, x).taps(), op, used);
  }
}
