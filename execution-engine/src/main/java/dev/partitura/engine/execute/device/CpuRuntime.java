package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.tensor.NativeMemory;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;

/// CPU workers: memory of this process, code that runs on the thread that submits it, the system's
/// clock. Any thread.
public final class CpuRuntime implements DeviceRuntime {
  private final LoadedPrograms programs;

  /// @param programs where what is loaded is kept for further runs
  public CpuRuntime(LoadedPrograms programs) {
    this.programs = programs;
  }

  @Override
  public MemorySegment allocate(long bytes, Arena arena) {
    return NativeMemory.allocate(bytes, arena);
  }

  @Override
  public LoadedProgram load(Backend backend, Program program) {
    return programs.take(program, () -> backend.of(DeviceKind.CPU).load(program));
  }

  /// A part of a program is kept for no other run: what that needs may be another part.
  @Override
  public LoadedProgram load(Backend backend, Program program, IntPredicate steps) {
    return backend.of(DeviceKind.CPU).load(program, steps);
  }

  @Override
  public void makeRoom() {
    programs.clear();
  }

  @Override
  public Kernel.Bound copy(Buffer from, Buffer to) {
    if (from.isPlanned() && to.isPlanned()) {
      var source = from.memory();
      var target = to.memory();
      long bytes = Math.min(source.byteSize(), target.byteSize());
      return () -> MemorySegment.copy(source, 0, target, 0, bytes);
    }
    return () -> {
      var tensor = from.tensor();
      if (tensor == null) {
        throw new IllegalStateException("A value is transferred that nothing has produced");
      }
      var received = Tensor.allocate(tensor.type());
      received.copyFrom(tensor);
      to.set(received);
    };
  }

  @Override
  public DeviceQueue queue(Device device, Lane lane) {
    return new ThreadQueue();
  }

  @Override
  public boolean computes() {
    return true;
  }
}
