package dev.partitura.engine.operator;

/// `C = A >= B` with broadcasting. Source: ONNX GreaterOrEqual-12, 16.
final class GreaterOrEqual extends Comparison {
  GreaterOrEqual() {
    super("GreaterOrEqual");
  }

  @Override
  boolean holds(double a, double b) {
    return a >= b;
  }

  @Override
  boolean holds(int order) {
    return order >= 0;
  }
}
