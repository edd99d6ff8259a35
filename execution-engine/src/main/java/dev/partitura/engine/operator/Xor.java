package dev.partitura.engine.operator;

/// `C = A xor B` with broadcasting. Source: ONNX Xor-1, 7.
final class Xor extends Logical {
  Xor() {
    super("Xor");
  }

  @Override
  boolean apply(boolean a, boolean b) {
    return a != b;
  }
}
