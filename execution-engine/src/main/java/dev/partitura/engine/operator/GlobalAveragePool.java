package dev.partitura.engine.operator;

/// Mean of each plane. Source: ONNX GlobalAveragePool-1, 22.
final class GlobalAveragePool extends GlobalPooling {
  GlobalAveragePool() {
    super("GlobalAveragePool");
  }

  @Override
  double fold(OpContext op, double[] plane) {
    return ReduceSum.sum(plane, plane.length) / plane.length;
  }
}
