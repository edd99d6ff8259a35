package dev.partitura.engine.operator;

/// Largest element of each plane. Source: ONNX GlobalMaxPool-1, 22.
final class GlobalMaxPool extends GlobalPooling {
  GlobalMaxPool() {
    super("GlobalMaxPool");
  }

  @Override
  double fold(OpContext op, double[] plane) {
    double most = Double.NEGATIVE_INFINITY;
    for (double x : plane) {
      most = Math.max(most, x);
    }
    return most;
  }
}
