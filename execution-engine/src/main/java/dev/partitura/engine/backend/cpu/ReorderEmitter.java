package dev.partitura.engine.backend.cpu;

import java.util.List;

/// Copies a value into another layout.
final class ReorderEmitter {
  private ReorderEmitter() {}

  static PrimitiveKernel kernel(
      Compilation compilation, int from, Layout fromLayout, int to, Layout toLayout) {
    var descriptors = compilation.descriptors();
    long source = descriptors.of(fromLayout);
    long target = descriptors.of(toLayout);
    long created =
        descriptors.primitive(
            "dnnl_reorder_primitive_desc_create",
            source,
            OneDnn.ENGINE,
            target,
            OneDnn.ENGINE,
            PostOp.attributes(descriptors, List.of()));
    if (created == 0) {
      throw new IllegalStateException("oneDNN cannot reorder " + fromLayout + " to " + toLayout);
    }
    return new PrimitiveKernel.Builder(descriptors, created)
        .input(Codes.SOURCE, from, source)
        .output(Codes.DESTINATION, to, target)
        .build();
  }
}
