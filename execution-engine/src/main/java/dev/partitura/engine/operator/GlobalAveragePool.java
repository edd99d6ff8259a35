package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Mean of each plane. Source: ONNX GlobalAveragePool-1, 22.
final class GlobalAveragePool extends GlobalPooling {
  GlobalAveragePool() {
    super("GlobalAveragePool");
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.WHOLE_WINDOW, Trait.COMMON);
  }

  @Override
  double fold(OpContext op, double[] plane) {
    return ReduceSum.sum(plane, plane.length) / plane.length;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var x = op.shape(0);
    double places = x.product(2, x.rank());
    var share = op.times(op.gradient(), op.number(1 / places));
    return op.each(op.op("Expand", share, op.integers(x.sizes())));
  }
}
