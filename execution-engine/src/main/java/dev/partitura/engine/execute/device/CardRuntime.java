package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.catalogue.GpuDrivers;
import dev.partitura.engine.backend.gpu.GpuContext;
import dev.partitura.engine.backend.gpu.GpuProgram;
import dev.partitura.engine.backend.gpu.GpuQueue;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;

/// One card: memory of its own, code that it does in queues while threads go on, and its own clock,
/// mapped to that of this process. Any thread.
final class CardRuntime implements DeviceRuntime {
  private final GpuContext card;

  CardRuntime(GpuContext card) {
    this.card = card;
  }

  @Override
  public boolean hasOwnMemory() {
    return true;
  }

  @Override
  @SuppressWarnings("restricted")
  public MemorySegment allocate(long bytes, Arena arena) {
    var memory = card.allocate(bytes);
    return memory.reinterpret(bytes, arena, _ -> card.free(memory));
  }

  @Override
  public LoadedProgram load(Backend backend, Program program) {
    return load(backend, program, _ -> true);
  }

  @Override
  public LoadedProgram load(Backend backend, Program program, IntPredicate steps) {
    return GpuProgram.load(program, steps, card);
  }

  /// From memory of this process or of a card.
  @Override
  public Kernel.Bound copy(Buffer from, Buffer to) {
    var source = from.memory();
    var target = to.memory();
    long bytes = Math.min(source.byteSize(), target.byteSize());
    if (!card.owns(target)) {
      throw new IllegalStateException("A card receives into its own memory alone");
    }
    var other = GpuDrivers.owner(source).filter(owner -> !owner.equals(card));
    if (other.isPresent()) {
      return between(other.get(), source, target, bytes);
    }
    return card.owns(source)
        ? () -> GpuQueue.current().copyWithin(source, target, bytes)
        : () -> GpuQueue.current().copyIn(source, target, bytes);
  }

  /// From card to card by way of the host, which waits meanwhile.
  private static Kernel.Bound between(
      GpuContext other, MemorySegment source, MemorySegment target, long bytes) {
    var host = Arena.ofAuto().allocate(Math.max(1, bytes), Tensor.ALIGNMENT_BYTES);
    return () -> {
      try (var from = other.queue()) {
        from.copyOut(source, host, bytes);
        from.finish();
      }
      GpuQueue.current().copyIn(host, target, bytes);
      GpuQueue.current().finish();
    };
  }

  @Override
  public DeviceQueue queue(Device device, Lane lane) {
    // Readings of the clocks take time that belongs to no run.
    long ignored = card.clock().errorNanos();
    return new CardStream(card);
  }

  @Override
  public boolean computes() {
    return true;
  }
}
