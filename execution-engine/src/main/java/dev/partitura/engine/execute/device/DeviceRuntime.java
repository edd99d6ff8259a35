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
import java.util.function.IntPredicate;

/// Hides from an executor where the memory of devices of one kind is, how their code is started and
/// how their time is read. Called while a run is prepared; any thread.
public interface DeviceRuntime {
  /// The runtime of one device, where each has its own.
  default DeviceRuntime of(Device device) {
    return this;
  }

  /// Whether memory of its devices is not memory of this process: neither read nor written here.
  default boolean hasOwnMemory() {
    return false;
  }

  /// Memory of a device that lives as long as the arena.
  MemorySegment allocate(long bytes, Arena arena);

  /// Kernels and weights of a program, which the caller closes.
  LoadedProgram load(Backend backend, Program program);

  /// The same where no other steps than these will be bound.
  default LoadedProgram load(Backend backend, Program program, IntPredicate steps) {
    return load(backend, program);
  }

  /// Gives back what is kept for later runs alone.
  default void makeRoom() {}

  /// The code that copies a value from another device to one of these.
  Kernel.Bound copy(Buffer from, Buffer to);

  /// A queue for the tasks of one lane, which the caller closes.
  DeviceQueue queue(Device device, Lane lane);

  /// Whether the devices are there and compute: they must be of this machine, and what they
  /// computed can be read back. Others are only imagined.
  boolean computes();
}
