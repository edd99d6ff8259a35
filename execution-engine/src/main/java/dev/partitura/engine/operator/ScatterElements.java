package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;

/// Updates single elements of a copy of `data`, replacing or accumulating. Source: ONNX
/// ScatterElements-11, 13, 16, 18.
final class ScatterElements extends ScatterByElement {
  ScatterElements() {
    super(
        "ScatterElements",
        Parameter.ofInt("axis", 0),
        Parameter.ofString("reduction", "none", "none", "add", "mul", "max", "min"));
  }
}
