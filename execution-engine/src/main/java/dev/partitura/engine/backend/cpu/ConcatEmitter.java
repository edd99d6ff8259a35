package dev.partitura.engine.backend.cpu;

import java.util.List;
import java.util.Objects;

/// `Concat` of float32 values, in the layout of the first where the joined axis allows it.
final class ConcatEmitter implements Emitter {
  /// Of oneDNN, which prepares a concatenation of more and then refuses to run it.
  private static final int MOST_INPUTS = 512;

  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var target = compilation.values().floatSizes(op.outputs().getFirst());
    if (target == null || target.length == 0 || target.length > 6 || !fused.tail().isEmpty()) {
      return false;
    }
    if (emitParts(compilation, fused)) {
      return true;
    }
    int axis = (int) op.attributes().intOr("axis", 1);
    axis = axis < 0 ? axis + target.length : axis;
    var layout = Layout.plain(target);
    for (var input : op.inputs()) {
      if (compilation.values().floatSizes(input) == null) {
        return false;
      }
    }
    var first = compilation.homeLayout(op.inputs().getFirst());
    boolean wholeBlocks =
        first.block() == 0
            || axis != 1
            || op.inputs().stream()
                .allMatch(input -> compilation.homeLayout(input).sizes()[1] % first.block() == 0);
    if (wholeBlocks) {
      layout = first.like(target);
    }
    return emit(compilation, fused, layout, axis);
  }

  /// Copies only those parts that were not produced in place.
  private static boolean emitParts(Compilation compilation, FusedOps fused) {
    var parts = compilation.joinedParts();
    int whole = parts.whole(fused.head());
    if (whole < 0) {
      return false;
    }
    for (var input : fused.head().inputs()) {
      if (!parts.isInPlace(input)) {
        int part = parts.copyOf(input);
        var layout = Objects.requireNonNull(compilation.slots().layout(part));
        int source = compilation.home(input);
        compilation.step(
            fused,
            ReorderEmitter.recipe(compilation.homeLayout(input), layout),
            List.of(source),
            List.of(part));
      }
    }
    return true;
  }

  private static boolean emit(Compilation compilation, FusedOps fused, Layout layout, int axis) {
    var inputs = fused.head().inputs();
    if (inputs.size() > MOST_INPUTS) {
      return false;
    }
    var layouts =
        inputs.stream().map(input -> layout.like(compilation.homeLayout(input).sizes())).toList();
    var recipe =
        new PrimitiveRecipe.Builder(
            compilation,
            fused,
            (descriptors, _, attributes) ->
                descriptors.primitive(
                    "dnnl_concat_primitive_desc_create",
                    OneDnn.ENGINE,
                    descriptors.of(layout),
                    layouts.size(),
                    axis,
                    layouts.stream().mapToLong(descriptors::of).toArray(),
                    attributes));
    for (int i = 0; i < layouts.size(); i++) {
      var input = inputs.get(i);
      int slot = compilation.in(input, layouts.get(i), fused.kind());
      recipe.input(Codes.MULTIPLE_SOURCE + i, input, slot, layouts.get(i));
    }
    compilation.step(
        fused, recipe.output(Codes.DESTINATION, compilation.result(fused, layout), layout));
    return true;
  }
}
