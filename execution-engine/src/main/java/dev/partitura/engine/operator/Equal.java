package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;

/// `C = A == B` with broadcasting; booleans and, from operator set 19, strings too. Source: ONNX
/// Equal-1, 7, 11, 13, 19.
final class Equal extends Comparison {
  Equal() {
    super("Equal");
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireSameType(0, 1);
    return List.of(new TensorType(DataType.BOOL, LegacyBroadcast.shape(op)));
  }

  @Override
  boolean holds(double a, double b) {
    return a == b;
  }

  @Override
  boolean holds(int order) {
    return order == 0;
  }
}
