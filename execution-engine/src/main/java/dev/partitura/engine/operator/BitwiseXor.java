package dev.partitura.engine.operator;

import java.util.List;

/// Bitwise exclusive or of integers, with broadcasting. Source: ONNX BitwiseXor-18.
final class BitwiseXor extends BitwiseBinary {
  BitwiseXor() {
    super("BitwiseXor", List.of("A", "B"), "C");
  }

  @Override
  long apply(OpContext op, long a, long b) {
    return a ^ b;
  }
}
