package dev.partitura.engine.backend.cpu;

/// `Softmax` and `LogSoftmax`; before operator set 13 over all axes from `axis` on.
final class SoftmaxEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var input = op.inputs().getFirst();
    var sizes = compilation.values().floatSizes(input);
    if (sizes == null || sizes.length == 0 || sizes.length > 6 || !fused.tail().isEmpty()) {
      return false;
    }
    boolean flattened = compilation.values().opset(op) < 13;
    int axis = (int) op.attributes().intOr("axis", flattened ? 1 : -1);
    axis = axis < 0 ? axis + sizes.length : axis;
    var layout = Layout.plain(sizes);
    if (flattened) {
      long outer = 1;
      for (int i = 0; i < axis; i++) {
        outer *= sizes[i];
      }
      layout = Layout.plain(outer, layout.elementCount() / outer);
      axis = 1;
    }
    var vectors = layout;
    int along = axis;
    int algorithm = op.type().equals("LogSoftmax") ? Codes.SOFTMAX_LOG : Codes.SOFTMAX;
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, _, attributes) ->
                    descriptors.primitive(
                        "dnnl_softmax_forward_primitive_desc_create",
                        OneDnn.ENGINE,
                        Codes.FORWARD_INFERENCE,
                        algorithm,
                        descriptors.of(vectors),
                        descriptors.of(vectors),
                        along,
                        attributes))
            .input(Codes.SOURCE, input, compilation.plain(input, fused.kind()), vectors)
            .output(Codes.DESTINATION, compilation.result(fused, Layout.plain(sizes)), vectors);
    CpuRecipe guarded =
        loading -> {
          var kernel = recipe.primitive(loading);
          return kernel == null
              ? recipe.detour().load(loading)
              : new SoftmaxKernel(
                  kernel,
                  vectors.elementCount(),
                  (int) vectors.sizes()[along],
                  vectors.strides()[along],
                  algorithm == Codes.SOFTMAX_LOG);
        };
    compilation.step(fused, guarded, recipe.inputSlots(), recipe.outputSlots());
    return true;
  }
}
