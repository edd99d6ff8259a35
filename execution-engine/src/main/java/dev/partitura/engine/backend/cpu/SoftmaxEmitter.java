package dev.partitura.engine.backend.cpu;

import java.util.List;

/// `Softmax` and `LogSoftmax`; before operator set 13 over all axes from `axis` on.
final class SoftmaxEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, Unit unit) {
    var op = unit.head();
    var input = op.inputs().getFirst();
    var sizes = compilation.floatSizes(input);
    if (sizes == null || sizes.length == 0 || sizes.length > 6 || !unit.tail().isEmpty()) {
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
            PostOp.attributes(descriptors, List.of()));
    if (created == 0) {
      return false;
    }
    int result = compilation.result(unit, Layout.plain(sizes));
    var kernel =
        new PrimitiveKernel.Builder(descriptors, created)
            .input(Codes.SOURCE, compilation.plain(input, unit.stage()), descriptor)
            .output(Codes.DESTINATION, result, descriptor)
            .build();
    var guarded =
        new SoftmaxKernel(
            kernel,
            layout.elementCount(),
            (int) layout.sizes()[axis],
            layout.strides()[axis],
            algorithm == Codes.SOFTMAX_LOG);
    compilation.step(
        unit, guarded, kernel.inputSlots(), kernel.outputSlots(), kernel.scratchBytes());
    return true;
  }
}
