package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.Program;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Hides from an executor where the memory of devices of one kind is, how their code is started and
/// how their time is read. [#allocate], [#load] and [#copy] are called while a run is prepared; the
/// others by the thread of the queue alone, once a task, and must not allocate.
public interface DeviceRuntime {
  /// Memory of a device that lives as long as the arena.
  MemorySegment allocate(long bytes, Arena arena);

  /// Kernels and weights of a program, which the caller closes.
  LoadedProgram load(Backend backend, Program program);

  /// Gives back what is kept for later runs alone.
  default void makeRoom() {}

  /// The code that copies a value from another device.
  Kernel.Bound copy(Buffer from, Buffer to);

  /// Nanoseconds on the clock of the device.
  long nanos();

  /// Starts loaded code.
  void submit(Kernel.Bound code);

  /// Waits for the end of what was submitted last, and reads the clock then.
  long await();

  /// Whether submitted code runs on the thread that submits it, so that the CPU time of the thread
  /// tells whether it ran all the while.
  boolean computesOnThread();

  /// Whether what was computed can be read back.
  boolean keepsValues();
}
