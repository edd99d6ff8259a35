package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Largest element of each plane. Source: ONNX GlobalMaxPool-1, 22.
final class GlobalMaxPool extends GlobalPooling {
  GlobalMaxPool() {
    super("GlobalMaxPool");
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.WHOLE_WINDOW, Trait.TAKES_LARGEST);
  }

  @Override
  double fold(OpContext op, double[] plane) {
    double most = Double.NEGATIVE_INFINITY;
    for (double x : plane) {
      most = Math.max(most, x);
    }
    return most;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    int[] plane = IntStream.range(2, op.shape(0).rank()).toArray();
    var taken = op.same(op.input(0), op.output());
    return op.each(op.times(op.gradient(), op.over(taken, op.summed(taken, plane))));
  }
}
