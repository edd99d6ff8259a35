package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.DeviceKind;
import java.util.Set;

/// Cards: kernels of our own for what they can do, and the operators' own kernels on the host for
/// the rest. A program is loaded onto one card at a time, by [GpuProgram].
public final class GpuBackend implements Backend {
  @Override
  public DeviceKind kind() {
    return DeviceKind.GPU;
  }

  @Override
  public Program choose(LoweredNetwork network) {
    return choose(network, Set.of());
  }

  /// What is received is brought into the memory of the card by transfers, what is not by steps.
  @Override
  public Program choose(LoweredNetwork network, Set<String> received) {
    return GpuChoice.of(network, received);
  }

  @Override
  public LoadedProgram load(Program program) {
    throw new IllegalStateException("A program is loaded onto a card, not onto all of them");
  }
}
