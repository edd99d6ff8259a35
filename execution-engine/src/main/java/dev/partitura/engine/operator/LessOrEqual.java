package dev.partitura.engine.operator;

/// `C = A <= B` with broadcasting. Source: ONNX LessOrEqual-12, 16.
final class LessOrEqual extends Comparison {
  LessOrEqual() {
    super("LessOrEqual");
  }

  @Override
  boolean holds(double a, double b) {
    return a <= b;
  }

  @Override
  boolean holds(int order) {
    return order <= 0;
  }
}
