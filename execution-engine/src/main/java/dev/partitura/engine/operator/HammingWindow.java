package dev.partitura.engine.operator;

/// The Hamming window, `25/46 - 21/46 · cos`. Source: ONNX HammingWindow-17.
final class HammingWindow extends WindowFunction {
  HammingWindow() {
    super("HammingWindow");
  }

  @Override
  double at(double turn) {
    return (25 - 21 * Math.cos(turn)) / 46;
  }
}
