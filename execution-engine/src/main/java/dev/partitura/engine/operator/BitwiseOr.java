package dev.partitura.engine.operator;

import java.util.List;

/// Bitwise or of integers, with broadcasting. Source: ONNX BitwiseOr-18.
final class BitwiseOr extends BitwiseBinary {
  BitwiseOr() {
    super("BitwiseOr", List.of("A", "B"), "C");
  }

  @Override
  long apply(OpContext op, long a, long b) {
    return a | b;
  }
}
