package dev.partitura.engine.backend.cpu;

import java.util.ArrayList;
import java.util.Objects;

/// Elementwise functions, alone or in a chain, by our own kernels, in whatever dense layout the
/// operand has.
final class EltwiseEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var chain = BlockSteps.of(compilation, fused);
    if (chain == null) {
      return false;
    }
    var home = compilation.homeLayout(chain.source());
    var layout =
        home.isDense() || home.block() > 0 && chain.program().keepsZero()
            ? home
            : Layout.plain(home.sizes());
    int source = compilation.in(chain.source(), layout, fused.kind());
    var inputs = new ArrayList<Integer>();
    inputs.add(source);
    var places = new ArrayList<Integer>();
    for (var operand : chain.operands()) {
      int slot = compilation.in(operand, layout, fused.kind());
      if (!inputs.contains(slot)) {
        inputs.add(slot);
      }
      places.add(inputs.indexOf(slot));
    }
    int result = result(compilation, fused, chain.source(), layout);
    compilation.step(
        fused,
        new BlockKernel(chain.program(), 0, places, layout.span()),
        inputs,
        java.util.List.of(result));
    return true;
  }

  /// The memory of the value it begins with where nobody needs that afterwards, else a new slot.
  private static int result(Compilation compilation, FusedOps fused, String source, Layout layout) {
    if (!compilation.mayOverwrite(fused, source, layout)) {
      return compilation.result(fused, layout);
    }
    var type = Objects.requireNonNull(compilation.values().type(fused.result()));
    return compilation.slots().alias(fused.result(), type, layout, compilation.home(source));
  }
}
