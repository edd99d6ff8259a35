package dev.partitura.engine.backend.cpu;

/// `MaxPool`, `AveragePool` and their global forms over one to three spatial axes.
final class PoolingEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var input = op.inputs().getFirst();
    var source = compilation.values().floatSizes(input);
    var target = compilation.values().floatSizes(op.outputs().getFirst());
    if (source == null || target == null) {
      return false;
    }
    var pool = Pool.of(op, source, target, compilation.homeLayout(input));
    boolean indices = op.outputs().size() > 1 && !op.outputs().get(1).isEmpty();
    if (pool == null || indices || !fused.tail().isEmpty()) {
      return false;
    }
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, _, attributes) ->
                    pool.forward(descriptors, Codes.FORWARD_INFERENCE, attributes))
            .input(
                Codes.SOURCE,
                input,
                compilation.in(input, pool.source(), fused.kind()),
                pool.source())
            .output(Codes.DESTINATION, compilation.result(fused, pool.target()), pool.target());
    if (pool.takesLargest()) {
      compilation.step(fused, keepingNaN(recipe), recipe.inputSlots(), recipe.outputSlots());
    } else {
      compilation.step(fused, recipe);
    }
    return true;
  }

  /// oneDNN passes NaN and negative infinity over.
  private static CpuRecipe keepingNaN(PrimitiveRecipe recipe) {
    return loading -> {
      var exact = recipe.detour().load(loading);
      var fast = recipe.primitive(loading);
      return fast == null
          ? exact
          : new FiniteGuard(fast, exact, magnitudes -> magnitudes[0], Double.POSITIVE_INFINITY);
    };
  }
}
