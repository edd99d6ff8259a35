package dev.partitura.engine.backend.cpu;

import java.util.List;

/// Copies a value into another layout.
final class ReorderEmitter {
  private ReorderEmitter() {}

  /// @param place of the value among the inputs
  static PrimitiveKernel kernel(Descriptors descriptors, int place, Layout from, Layout to) {
    long source = descriptors.of(from);
    long target = descriptors.of(to);
    long created =
        descriptors.primitive(
            "dnnl_reorder_primitive_desc_create",
            source,
            OneDnn.ENGINE,
            target,
            OneDnn.ENGINE,
            PostOp.attributes(descriptors, List.of()));
    if (created == 0) {
      throw new IllegalStateException("oneDNN cannot reorder " + from + " to " + to);
    }
    return new PrimitiveKernel.Builder(descriptors, created)
        .input(Codes.SOURCE, place, source)
        .output(Codes.DESTINATION, target)
        .build();
  }

  /// Of a step with one input.
  static CpuRecipe recipe(Layout from, Layout to) {
    return loading -> kernel(loading.descriptors(), 0, from, to);
  }
}
