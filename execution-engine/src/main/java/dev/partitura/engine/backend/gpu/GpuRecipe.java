package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.backend.Recipe;
import dev.partitura.engine.backend.reference.ReferenceKernel;
import dev.partitura.engine.cluster.Lane;
import java.util.List;

/// How a card does a step.
public sealed interface GpuRecipe extends Recipe {
  /// By kernels of the card, one behind the other.
  ///
  /// @param tables whole numbers that the kernels read
  record Launches(List<GpuLaunch> launches, List<int[]> tables) implements GpuRecipe {
    public Launches {
      launches = List.copyOf(launches);
      tables = List.copyOf(tables);
    }
  }

  /// Copies its input from the host to the card.
  record CopyIn() implements GpuRecipe {
    @Override
    public Lane lane() {
      return Lane.COPY_IN;
    }
  }

  /// Copies its input from the card to the host.
  record CopyOut() implements GpuRecipe {
    @Override
    public Lane lane() {
      return Lane.COPY_OUT;
    }
  }

  /// Copies its input within the card.
  record CopyWithin() implements GpuRecipe {}

  /// By the operator's own kernel on the host: what it reads is copied there, what it writes back.
  ///
  /// @param hostInputs for each input of the step whether it is on the host anyway
  record OnHost(ReferenceKernel kernel, List<Boolean> hostInputs) implements GpuRecipe {
    public OnHost {
      hostInputs = List.copyOf(hostInputs);
    }
  }
}
