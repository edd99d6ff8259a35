package dev.partitura.engine.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Mean over axes. Source: ONNX ReduceMean-1, 11, 13, 18.
final class ReduceMean extends Reduction {
  ReduceMean() {
    super("ReduceMean", 18);
  }

  @Override
  double fold(double[] values, int count) {
    return ReduceSum.sum(values, count) / count;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var data = op.shape(0);
    return spread(op, (double) op.outputShape().elementCount() / data.elementCount());
  }
}
