package dev.partitura.engine.backend.reference;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.DeviceKind;

/// Computes every op by its operator's plain-Java kernel: slow, exact, and everywhere at hand.
/// Needs no native code.
public final class ReferenceBackend implements Backend {
  @Override
  public DeviceKind kind() {
    return DeviceKind.CPU;
  }

  @Override
  public Program compile(LoweredNetwork network) {
    return ReferenceProgram.of(network);
  }
}
