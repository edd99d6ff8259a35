package dev.partitura.engine.backend.cpu;

import java.util.List;
import java.util.Objects;

/// `Concat` of float32 values, in the layout of the first where the joined axis allows it.
final class ConcatEmitter implements Emitter {
  /// Of oneDNN, which prepares a concatenation of more and then refuses to run it.
  private static final int MOST_INPUTS = 512;

  @Override
  public boolean emit(Compilation compilation, Unit unit) {
    var op = unit.head();
    var target = compilation.floatSizes(op.outputs().getFirst());
    if (target == null || target.length == 0 || target.length > 6 || !unit.tail().isEmpty()) {
      return false;
    }
    if (emitParts(compilation, unit)) {
      return true;
    }
    int axis = (int) op.attributes().intOr("axis", 1);
    axis = axis < 0 ? axis + target.length : axis;
    var layout = Layout.plain(target);
    for (var input : op.inputs()) {
      if (compilation.floatSizes(input) == null) {
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
    return emit(compilation, unit, layout, axis);
  }

  /// Copies only those parts that were not produced in place.
  private static boolean emitParts(Compilation compilation, Unit unit) {
    var parts = compilation.joinedParts();
    int whole = parts.whole(unit.head());
    if (whole < 0) {
      return false;
    }
    for (var input : unit.head().inputs()) {
      if (!parts.isInPlace(input)) {
        int part = parts.copyOf(input);
        var layout = Objects.requireNonNull(compilation.slots().layout(part));
        int source = compilation.home(input);
        compilation.step(
            unit,
            ReorderEmitter.kernel(
                compilation, source, compilation.homeLayout(input), part, layout));
      }
    }
    return true;
  }

  private static boolean emit(Compilation compilation, Unit unit, Layout layout, int axis) {
    var descriptors = compilation.descriptors();
    var inputs = unit.head().inputs();
    if (inputs.size() > MOST_INPUTS) {
      return false;
    }
    var layouts =
        inputs.stream().map(input -> layout.like(compilation.homeLayout(input).sizes())).toList();
    var sources = layouts.stream().mapToLong(descriptors::of).toArray();
    long target = descriptors.of(layout);
    long created =
        descriptors.primitive(
            "dnnl_concat_primitive_desc_create",
            OneDnn.ENGINE,
            target,
            sources.length,
            axis,
            sources,
            PostOp.attributes(descriptors, List.of()));
    if (created == 0) {
      return false;
    }
    var kernel = new PrimitiveKernel.Builder(descriptors, created);
    for (int i = 0; i < sources.length; i++) {
      kernel.input(
          Codes.MULTIPLE_SOURCE + i,
          compilation.in(inputs.get(i), layouts.get(i), unit.stage()),
          sources[i]);
    }
    compilation.step(
        unit, kernel.output(Codes.DESTINATION, compilation.result(unit, layout), target).build());
    return true;
  }
}
