package dev.partitura.engine.backend.cpu;

import java.util.ArrayList;
import java.util.Objects;

/// Elementwise functions, alone or in a chain, by our own kernels, in whatever dense layout the
/// operand has.
final class EltwiseEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, Unit unit) {
    var chain = BlockSteps.of(compilation, unit);
    if (chain == null) {
      return false;
    }
    var home = compilation.homeLayout(chain.source());
    var layout =
        home.isDense() || home.block() > 0 && chain.program().keepsZero()
            ? home
            : Layout.plain(home.sizes());
    int source = compilation.in(chain.source(), layout, unit.stage());
    var inputs = new ArrayList<Integer>();
    inputs.add(source);
    var places = new ArrayList<Integer>();
    for (var operand : chain.operands()) {
      int slot = compilation.in(operand, layout, unit.stage());
      if (!inputs.contains(slot)) {
        inputs.add(slot);
      }
      places.add(inputs.indexOf(slot));
    }
    int result = result(compilation, unit, chain.source(), layout);
    compilation.step(
        unit,
        new BlockKernel(chain.program(), 0, places, layout.span()),
        inputs,
        java.util.List.of(result));
    return true;
  }

  /// The memory of the value it begins with where nobody needs that afterwards, else a new slot.
  private static int result(Compilation compilation, Unit unit, String source, Layout layout) {
    if (!compilation.mayOverwrite(unit, source, layout)) {
      return compilation.result(unit, layout);
    }
    var type = Objects.requireNonNull(compilation.type(unit.result()));
    return compilation.slots().alias(unit.result(), type, layout, compilation.home(source));
  }
}
