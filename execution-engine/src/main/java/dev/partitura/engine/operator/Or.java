package dev.partitura.engine.operator;

/// `C = A or B` with broadcasting. Source: ONNX Or-1, 7.
final class Or extends Logical {
  Or() {
    super("Or");
  }

  @Override
  boolean apply(boolean a, boolean b) {
    return a || b;
  }
}
