package dev.partitura.engine.operator;

/// Logarithm of the sum over axes. Source: ONNX ReduceLogSum-1, 11, 13, 18.
final class ReduceLogSum extends Reduction {
  ReduceLogSum() {
    super("ReduceLogSum", 18);
  }

  @Override
  double fold(double[] values, int count) {
    return Math.log(ReduceSum.sum(values, count));
  }
}
