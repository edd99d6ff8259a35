package dev.partitura.engine.operator;

/// Mean over axes. Source: ONNX ReduceMean-1, 11, 13, 18.
final class ReduceMean extends Reduction {
  ReduceMean() {
    super("ReduceMean", 18);
  }

  @Override
  double fold(double[] values, int count) {
    return ReduceSum.sum(values, count) / count;
  }
}
