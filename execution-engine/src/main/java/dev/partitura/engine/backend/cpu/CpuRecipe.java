package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.Recipe;

/// How a CPU core will compute a step.
@FunctionalInterface
interface CpuRecipe extends Recipe {
  /// The kernel, with its weights packed.
  Kernel load(Loading loading);
}
