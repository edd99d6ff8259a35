package dev.partitura.engine.backend.cpu;

import java.util.List;

/// Copies a value into another layout.
final class ReorderEmitter {
  private ReorderEmitter() {}

  /// @param place of the value among the inputs
  static PrimitiveKernel kernel(Descriptors descriptors, int place, Layout from, Layout to) {
    return kernel(descriptors, place, descriptors.of(from), descriptors.of(to));
  }

  /// @param place of the value among the inputs
  /// @param from descriptor of the value as it lies
  /// @param to descriptor of the copy
  static PrimitiveKernel kernel(Descriptors descriptors, int place, long from, long to) {
    long created =
        descriptors.primitive(
            "dnnl_reorder_primitive_desc_create",
            from,
            OneDnn.ENGINE,
            to,
            OneDnn.ENGINE,
            PostOp.attributes(descriptors, List.of()));
    if (created == 0) {
      throw new IllegalStateException("oneDNN lacks a copy between two layouts");
    }
    return new PrimitiveKernel.Builder(descriptors, created)
        .input(Codes.SOURCE, place, from)
        .output(Codes.DESTINATION, to)
        .build();
  }

  /// Of a step with one input.
  static CpuRecipe recipe(Layout from, Layout to) {
    return loading -> kernel(loading.descriptors(), 0, from, to);
  }
}
