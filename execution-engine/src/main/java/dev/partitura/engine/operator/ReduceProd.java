package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;

/// Product over axes; of nothing 1. Source: ONNX ReduceProd-1, 11, 13, 18.
final class ReduceProd extends Reduction {
  ReduceProd() {
    super("ReduceProd", 18);
  }

  @Override
  double fold(double[] values, int count) {
    double product = 1;
    for (int i = 0; i < count; i++) {
      product *= values[i];
    }
    return product;
  }

  @Override
  long fold(long[] values, int count, DataType type) {
    long product = 1;
    for (int i = 0; i < count; i++) {
      product *= values[i];
    }
    return product;
  }
}
