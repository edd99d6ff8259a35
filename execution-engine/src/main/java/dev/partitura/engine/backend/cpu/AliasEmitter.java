package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.operator.Operators;

/// Ops that change no element (`Reshape`, `Flatten`, `Identity`, inference `Dropout`, …): their
/// result is their input's memory. Across stages, where each device has its own memory, the op's
/// own kernel copies.
final class AliasEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var input = op.inputs().getFirst();
    var type = compilation.values().type(input);
    var resultType = compilation.values().type(fused.result());
    boolean oneResult = op.outputs().stream().filter(output -> !output.isEmpty()).count() == 1;
    if (type == null
        || resultType == null
        || !oneResult
        || !fused.tail().isEmpty()
        || !Compilation.isPlannable(type)
        || !Compilation.isPlannable(resultType)
        || !isView(compilation, fused)) {
      return false;
    }
    int slot = compilation.home(input);
    boolean sameStage =
        compilation.slots().kind(slot) == fused.kind()
            || compilation.slots().get(slot).constant() != null;
    if (compilation.slots().get(slot).isDynamic() || !sameStage) {
      return false;
    }
    var layout = compilation.homeLayout(input);
    boolean sameShape = type.knownShape().equals(resultType.knownShape());
    if (!sameShape && !layout.isPlain()) {
      slot = compilation.plain(input, fused.kind());
    }
    var resultLayout = sameShape ? layout : Layout.plain(resultType.knownShape().sizes());
    compilation.slots().alias(fused.result(), resultType, resultLayout, slot);
    return true;
  }

  private static boolean isView(Compilation compilation, FusedOps fused) {
    var operator = Operators.find(fused.head());
    return operator != null && operator.isView(compilation.values().context(fused.head()));
  }
}
