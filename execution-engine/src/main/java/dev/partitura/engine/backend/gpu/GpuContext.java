package dev.partitura.engine.backend.gpu;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A card that was opened: its memory and its kernels, built once. Any thread.
public interface GpuContext {
  GpuCard card();

  /// Memory of the card, by addresses that only its own calls understand: reading or writing them
  /// here ends the process. To be freed by [#free].
  ///
  /// @throws dev.partitura.engine.problem.ProblemException `gpu.memory` when it has not that much
  MemorySegment allocate(long bytes);

  void free(MemorySegment memory);

  /// Whether a segment lies in memory that this card gave.
  boolean owns(MemorySegment memory);

  /// A launch with its arguments in the form the driver takes, made once and enqueued often.
  ///
  /// @param memory one for each [GpuArgument.Memory] of the launch, in order
  GpuCode prepare(GpuLaunch launch, List<MemorySegment> memory);

  /// A queue of its own, whose commands are done one after another.
  GpuQueue queue();

  /// Maps times of the card to those of this process.
  GpuClock clock();
}
