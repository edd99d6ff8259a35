package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.problem.ProblemException;
import java.lang.foreign.Arena;

/// CPU cores, one thread each: oneDNN's primitives for float32, reference kernels for the rest.
public final class CpuBackend implements Backend {
  @Override
  public DeviceKind kind() {
    return DeviceKind.CPU;
  }

  @Override
  public boolean isAvailable() {
    try {
      return OneDnn.ENGINE != 0;
    } catch (LinkageError | ProblemException missing) {
      return false;
    }
  }

  @Override
  public Program compile(LoweredNetwork network) {
    var arena = Arena.ofShared();
    try {
      return new Compilation(network, arena).compile();
    } catch (Throwable fault) {
      arena.close();
      throw fault;
    }
  }
}
