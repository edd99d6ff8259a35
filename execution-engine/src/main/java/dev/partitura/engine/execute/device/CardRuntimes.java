package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.catalogue.GpuDrivers;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Lane;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The cards of this machine, each with a runtime of its own, opened when a plan first uses it. Any
/// thread.
final class CardRuntimes implements DeviceRuntime {
  private final Map<Integer, CardRuntime> byNumber = new ConcurrentHashMap<>();

  /// @throws dev.partitura.engine.problem.ProblemException when there is no such card
  @Override
  public DeviceRuntime of(Device device) {
    return byNumber.computeIfAbsent(
        device.core(), number -> new CardRuntime(GpuDrivers.open(number)));
  }

  @Override
  public MemorySegment allocate(long bytes, Arena arena) {
    throw each();
  }

  @Override
  public LoadedProgram load(Backend backend, Program program) {
    throw each();
  }

  @Override
  public Kernel.Bound copy(Buffer from, Buffer to) {
    throw each();
  }

  @Override
  public DeviceQueue queue(Device device, Lane lane) {
    throw each();
  }

  private static IllegalStateException each() {
    return new IllegalStateException("Each card has a runtime of its own");
  }

  @Override
  public boolean computes() {
    return true;
  }
}
