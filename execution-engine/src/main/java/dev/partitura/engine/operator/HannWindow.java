package dev.partitura.engine.operator;

/// The Hann window, `(1 - cos) / 2`. Source: ONNX HannWindow-17.
final class HannWindow extends WindowFunction {
  HannWindow() {
    super("HannWindow");
  }

  @Override
  double at(double turn) {
    return (1 - Math.cos(turn)) / 2;
  }
}
