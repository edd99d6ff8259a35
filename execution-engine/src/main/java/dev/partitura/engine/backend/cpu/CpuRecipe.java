package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.Recipe;
import dev.partitura.engine.network.Constant;
import java.util.List;

/// How a CPU core will compute a step.
@FunctionalInterface
interface CpuRecipe extends Recipe {
  /// The kernel, with its weights packed.
  Kernel load(Loading loading);

  /// A recipe with more around a primitive, whose constants it holds.
  static CpuRecipe around(PrimitiveRecipe primitive, CpuRecipe whole) {
    return new Around(primitive, whole);
  }

  /// See [#around].
  record Around(PrimitiveRecipe primitive, CpuRecipe whole) implements CpuRecipe {
    @Override
    public List<Constant> constants() {
      return primitive.constants();
    }

    @Override
    public Kernel load(Loading loading) {
      return whole.load(loading);
    }
  }
}
