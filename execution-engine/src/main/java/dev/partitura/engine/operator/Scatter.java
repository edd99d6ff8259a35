package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;

/// The older name of ScatterElements. Source: ONNX Scatter-9, 11.
final class Scatter extends ScatterByElement {
  Scatter() {
    super("Scatter", Parameter.ofInt("axis", 0));
  }
}
