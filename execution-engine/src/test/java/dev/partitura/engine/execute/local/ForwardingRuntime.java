package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.device.CpuRuntime;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.execute.device.DeviceRuntime;
import dev.partitura.engine.execute.device.LoadedPrograms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// As the CPU does it, for runtimes that do one thing differently.
class ForwardingRuntime implements DeviceRuntime {
  private final DeviceRuntime cpu = new CpuRuntime(new LoadedPrograms(0));

  @Override
  public MemorySegment allocate(long bytes, Arena arena) {
    return cpu.allocate(bytes, arena);
  }

  @Override
  public LoadedProgram load(Backend backend, Program program) {
    return cpu.load(backend, program);
  }

  @Override
  public Kernel.Bound copy(Buffer from, Buffer to) {
    return cpu.copy(from, to);
  }

  @Override
  public DeviceQueue queue(Device device, Lane lane) {
    return cpu.queue(device, lane);
  }

  @Override
  public boolean computes() {
    return cpu.computes();
  }
}
