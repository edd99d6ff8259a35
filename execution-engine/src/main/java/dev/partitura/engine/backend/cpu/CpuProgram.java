package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Recipe;
import dev.partitura.engine.backend.reference.ReferenceKernel;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.NativeMemory;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// A program with its kernels and packed weights, freed together.
///
/// @param arena owns them
record CpuProgram(Program program, List<Kernel> kernels, Arena arena) implements LoadedProgram {
  CpuProgram {
    kernels = List.copyOf(kernels);
  }

  private static final Kernel NOT_LOADED =
      (_, _, _) -> {
        throw new IllegalStateException("This step was not to be computed here");
      };

  /// @param steps which of them are computed here
  /// @param offered which functions that make primitives the library has
  static CpuProgram of(Program program, IntPredicate steps, Predicate<String> offered) {
    var arena = Arena.ofShared();
    try {
      var loading = Loading.into(arena, offered);
      var kernels = new ArrayList<Kernel>(program.steps().size());
      for (int step = 0; step < program.steps().size(); step++) {
        Checkpoint.pass();
        kernels.add(
            steps.test(step) ? kernel(program.steps().get(step).recipe(), loading) : NOT_LOADED);
      }
      return new CpuProgram(program, kernels, arena);
    } catch (Throwable fault) {
      arena.close();
      NativeMemory.trim();
      throw fault;
    }
  }

  private static Kernel kernel(Recipe recipe, Loading loading) {
    return switch (recipe) {
      case CpuRecipe own -> own.load(loading);
      case ReferenceKernel kernel -> kernel;
      default -> throw new IllegalArgumentException("Another backend chose " + recipe);
    };
  }

  @Override
  public void close() {
    arena.close();
    NativeMemory.trim();
  }
}
