package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;

/// Sum of the inputs, with broadcasting. Source: ONNX Sum-1, 6, 8, 13.
final class Sum extends ElementwiseVariadic {
  Sum() {
    super("Sum", "sum");
  }

  @Override
  double apply(double a, double b) {
    return a + b;
  }

  @Override
  long apply(long a, long b, DataType type) {
    return a + b;
  }
}
