package dev.partitura.engine.operator;

/// Index of the smallest element along an axis. Source: ONNX ArgMin-1, 11, 12, 13.
final class ArgMin extends Extreme {
  ArgMin() {
    super("ArgMin");
  }

  @Override
  boolean better(int order) {
    return order < 0;
  }
}
