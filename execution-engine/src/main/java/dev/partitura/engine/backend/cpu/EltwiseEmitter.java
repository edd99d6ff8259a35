package dev.partitura.engine.backend.cpu;

/// Elementwise functions of one operand, in whatever dense layout the operand has.
final class EltwiseEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, Unit unit) {
    var op = unit.head();
    var input = op.inputs().getFirst();
    var sizes = compilation.floatSizes(input);
    var function = Elementwise.unary(compilation, op);
    if (sizes == null || function == null || sizes.length > 6) {
      return false;
    }
    return emit(compilation, unit, input, function);
  }

  /// Computes `function` of `input`, then the unit's tail.
  static boolean emit(Compilation compilation, Unit unit, String input, PostOp.Eltwise function) {
    var home = compilation.homeLayout(input);
    boolean keep = home.block() > 0 || home.isDense();
    var layout =
        keep && home.rank() > 0
            ? home
            : Layout.plain(home.rank() == 0 ? new long[] {1} : home.sizes());
    var postOps = PostOps.of(compilation, unit, layout);
    if (postOps == null) {
      return false;
    }
    var descriptors = compilation.descriptors();
    long descriptor = descriptors.of(layout);
    long created =
        descriptors.primitive(
            "dnnl_eltwise_forward_primitive_desc_create",
            OneDnn.ENGINE,
            Codes.FORWARD_INFERENCE,
            function.algorithm(),
            descriptor,
            descriptor,
            function.alpha(),
            function.beta(),
            PostOp.attributes(descriptors, postOps));
    if (created == 0) {
      return false;
    }
    int source =
        home.rank() == 0
            ? compilation.plain(input, unit.stage())
            : compilation.in(input, layout, unit.stage());
    var kernel =
        new PrimitiveKernel.Builder(descriptors, created).input(Codes.SOURCE, source, descriptor);
    PostOps.bind(compilation, unit, postOps, kernel);
    int result = compilation.result(unit, home.rank() == 0 ? Layout.plain() : layout);
    compilation.step(unit, kernel.output(Codes.DESTINATION, result, descriptor).build());
    return true;
  }
}
