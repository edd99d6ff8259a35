package dev.partitura.engine.operator;

import java.util.List;

/// Cuts a range out of each named axis, one element after another; what Slice became with set 10,
/// without steps. Source: ONNX DynamicSlice-1, an experiment of the sets up to 9.
final class DynamicSlice extends Slice {
  private static final Signature SIGNATURE =
      Signature.of("DynamicSlice", Category.SHAPE, List.of("data", "starts", "ends", "axes"), 3)
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }
}
