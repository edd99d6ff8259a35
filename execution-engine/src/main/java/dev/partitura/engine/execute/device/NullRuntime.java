package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Lane;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;

/// Devices that have no memory and compute nothing, only read the clock: what is left of a run is
/// the work of the executor itself. Any thread.
public final class NullRuntime implements DeviceRuntime {
  private static final Kernel.Bound NOTHING = () -> {};

  /// Addresses without memory behind them.
  @Override
  @SuppressWarnings("restricted")
  public MemorySegment allocate(long bytes, Arena arena) {
    return MemorySegment.NULL.reinterpret(bytes);
  }

  /// Kernels without weights that do nothing.
  @Override
  public LoadedProgram load(Backend backend, Program program) {
    var kernels = Collections.<Kernel>nCopies(program.steps().size(), (_, _, _) -> NOTHING);
    return new LoadedProgram() {
      @Override
      public Program program() {
        return program;
      }

      @Override
      public List<Kernel> kernels() {
        return kernels;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Kernel.Bound copy(Buffer from, Buffer to) {
    return NOTHING;
  }

  @Override
  public DeviceQueue queue(Device device, Lane lane) {
    return new ThreadQueue();
  }

  @Override
  public boolean computes() {
    return false;
  }
}
