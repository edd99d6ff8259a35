package dev.partitura.engine.operator;

/// `C = A and B` with broadcasting. Source: ONNX And-1, 7.
final class And extends Logical {
  And() {
    super("And");
  }

  @Override
  boolean apply(boolean a, boolean b) {
    return a && b;
  }
}
