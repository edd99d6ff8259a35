package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Logarithm of the softmax along an axis. Source: ONNX LogSoftmax-1, 11, 13.
final class LogSoftmax extends AlongAxis {
  LogSoftmax() {
    super("LogSoftmax", 12);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.SHARES);
  }

  @Override
  void apply(double[] vector) {
    double most = Double.NEGATIVE_INFINITY;
    for (double x : vector) {
      most = Math.max(most, x);
    }
    double sum = 0;
    for (double x : vector) {
      sum += Math.exp(x - most);
    }
    double shift = most + Math.log(sum);
    for (int i = 0; i < vector.length; i++) {
      vector[i] -= shift;
    }
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var sum = op.summed(op.gradient(), axes(op));
    var share = op.times(op.op("Exp", op.output()), sum);
    return op.each(op.minus(op.gradient(), share));
  }
}
