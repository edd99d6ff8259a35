package dev.partitura.engine.operator;

/// `C = A < B` with broadcasting. Source: ONNX Less-1, 7, 9, 13.
final class Less extends Comparison {
  Less() {
    super("Less");
  }

  @Override
  boolean holds(double a, double b) {
    return a < b;
  }

  @Override
  boolean holds(int order) {
    return order < 0;
  }
}
