package dev.partitura.engine.backend.cpu;

/// `ConvWeightGradient`: the gradient of a convolution's weights, made in the layout that the
/// library picks and copied out of it.
final class WeightGradientEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var read = op.inputs().get(0);
    var gradient = op.inputs().get(1);
    var source = compilation.values().floatSizes(read);
    var target = compilation.values().floatSizes(gradient);
    var weights = compilation.values().floatSizes(op.outputs().getFirst());
    if (source == null || target == null || weights == null || !fused.tail().isEmpty()) {
      return false;
    }
    var convolution = Convolution.of(compilation, op, source, target, weights);
    if (convolution == null) {
      return false;
    }
    int result = compilation.result(fused, Layout.plain(weights));
    var x = convolution.source();
    var y = convolution.target();
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, _, attributes) -> convolution.weightGradient(descriptors, attributes))
            .input(Codes.SOURCE, read, compilation.in(read, x, fused.kind()), x)
            .input(
                Codes.DESTINATION_GRADIENT, gradient, compilation.in(gradient, y, fused.kind()), y);
    compilation.step(
        fused,
        recipe.converted(
            Codes.WEIGHTS_GRADIENT,
            result,
            convolution.weightView(),
            Codes.QUERY_WEIGHTS_GRADIENT));
    return true;
  }
}
