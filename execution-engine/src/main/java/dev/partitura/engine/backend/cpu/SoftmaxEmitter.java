package dev.partitura.engine.backend.cpu;

/// `Softmax` and `LogSoftmax`; before operator set 13 over all axes from `axis` on.
final class SoftmaxEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, Unit unit) {
    var op = unit.head();
    var input = op.inputs().getFirst();
    var sizes = compilation.floatSizes(input);
    if (sizes == null || sizes.length == 0 || sizes.length > 6) {
      return false;
    }
    boolean flattened = compilation.context(op).opset() < 13;
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
    var postOps = PostOps.of(compilation, unit, layout);
    if (postOps == null) {
      return false;
    }
    var descriptors = compilation.descriptors();
    long descriptor = descriptors.of(layout);
    int algorithm = op.type().equals("LogSoftmax") ? Codes.SOFTMAX_LOG : Codes.SOFTMAX;
    long created =
        descriptors.primitive(
            "dnnl_softmax_forward_primitive_desc_create",
            OneDnn.ENGINE,
            Codes.FORWARD_INFERENCE,
            algorithm,
            descriptor,
            descriptor,
            axis,
            PostOp.attributes(descriptors, postOps));
    if (created == 0) {
      return false;
    }
    var kernel =
        new PrimitiveKernel.Builder(descriptors, created)
            .input(Codes.SOURCE, compilation.plain(input, unit.stage()), descriptor);
    PostOps.bind(compilation, unit, postOps, kernel);
    compilation.step(
        unit,
        kernel
            .output(Codes.DESTINATION, compilation.result(unit, Layout.plain(sizes)), descriptor)
            .build());
    return true;
  }
}
