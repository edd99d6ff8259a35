package dev.partitura.engine.backend.reference;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.DeviceKind;
import java.util.List;

/// Computes every op by its operator's plain-Java kernel: slow, exact, and everywhere at hand.
/// Needs no native code.
public final class ReferenceBackend implements Backend {
  @Override
  public DeviceKind kind() {
    return DeviceKind.CPU;
  }

  @Override
  public Program choose(LoweredNetwork network) {
    return ReferenceChoice.of(network);
  }

  @Override
  public LoadedProgram load(Program program) {
    var kernels =
        program.steps().stream().map(step -> (Kernel) (ReferenceKernel) step.recipe()).toList();
    return new Loaded(program, kernels);
  }

  private record Loaded(Program program, List<Kernel> kernels) implements LoadedProgram {
    @Override
    public void close() {
      // Nothing native is held.
    }
  }
}
