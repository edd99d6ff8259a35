package dev.partitura.engine.operator;

/// `C = A > B` with broadcasting. Source: ONNX Greater-1, 7, 9, 13.
final class Greater extends Comparison {
  Greater() {
    super("Greater");
  }

  @Override
  boolean holds(double a, double b) {
    return a > b;
  }

  @Override
  boolean holds(int order) {
    return order > 0;
  }
}
