package dev.partitura.engine.operator;

/// The Blackman window, `0.42 - cos / 2 + 0.08 · cos` of twice the turn. Source: ONNX
/// BlackmanWindow-17.
final class BlackmanWindow extends WindowFunction {
  BlackmanWindow() {
    super("BlackmanWindow");
  }

  @Override
  double at(double turn) {
    return 0.42 - Math.cos(turn) / 2 + 0.08 * Math.cos(2 * turn);
  }
}
