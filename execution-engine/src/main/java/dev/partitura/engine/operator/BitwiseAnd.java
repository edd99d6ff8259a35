package dev.partitura.engine.operator;

import java.util.List;

/// Bitwise and of integers, with broadcasting. Source: ONNX BitwiseAnd-18.
final class BitwiseAnd extends BitwiseBinary {
  BitwiseAnd() {
    super("BitwiseAnd", List.of("A", "B"), "C");
  }

  @Override
  long apply(OpContext op, long a, long b) {
    return a & b;
  }
}
