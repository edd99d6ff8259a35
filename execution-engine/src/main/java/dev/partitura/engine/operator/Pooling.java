package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
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
