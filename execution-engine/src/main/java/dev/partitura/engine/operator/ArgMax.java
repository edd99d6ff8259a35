package dev.partitura.engine.operator;

/// Index of the largest element along an axis. Source: ONNX ArgMax-1, 11, 12, 13.
final class ArgMax extends Extreme {
  ArgMax() {
    super("ArgMax");
  }

  @Override
  boolean better(int order) {
    return order > 0;
  }
}
