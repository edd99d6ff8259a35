package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `e^x / sum(e^x)` along an axis. Source: ONNX Softmax-1, 11, 13.
final class Softmax extends AlongAxis {
  Softmax() {
    super("Softmax", 12);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.WEIGHS, Trait.SHARES, Trait.COMMON);
  }

  @Override
  void apply(double[] vector) {
    double most = Double.NEGATIVE_INFINITY;
    for (double x : vector) {
      most = Math.max(most, x);
    }
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Math.exp(vector[i] - most);
      sum += vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= sum;
    }
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var axes = axes(op);
    if (axes.length == 1) {
      return op.each(SoftmaxGradient.of(op, axes[0]));
    }
    var share = op.times(op.gradient(), op.output());
    var sum = op.summed(share, axes);
    return op.each(op.times(op.output(), op.minus(op.gradient(), sum)));
  }
}
