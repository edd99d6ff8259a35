package dev.partitura.engine.backend.cpu;

/// `AveragePoolGradient`. That of a maximum needs to know which element was taken, which the
/// library keeps in a form of its own.
final class PoolingGradientEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var read = op.inputs().get(0);
    var gradient = op.inputs().get(1);
    var source = compilation.values().floatSizes(read);
    var target = compilation.values().floatSizes(gradient);
    if (source == null || target == null) {
      return false;
    }
    var pool = Pool.of(op, source, target, compilation.homeLayout(gradient));
    if (pool == null || !fused.tail().isEmpty()) {
      return false;
    }
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, _, attributes) -> pool.backward(descriptors, attributes))
            .input(
                Codes.DESTINATION_GRADIENT,
                gradient,
                compilation.in(gradient, pool.target(), fused.kind()),
                pool.target());
    // The op's own kernel asks for the shape of what the pooling read.
    var lies = compilation.homeLayout(read);
    recipe.reads(read, compilation.in(read, lies, fused.kind()), lies);
    compilation.step(
        fused,
        recipe.output(
            Codes.SOURCE_GRADIENT, compilation.result(fused, pool.source()), pool.source()));
    return true;
  }
}
