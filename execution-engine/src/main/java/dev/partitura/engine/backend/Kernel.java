package dev.partitura.engine.backend;

import dev.partitura.engine.problem.ProblemException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A step's code, prepared once for its static types and layouts; shared by all replicas and
/// micro-batches. Any thread may bind.
public interface Kernel {
  /// Ties the kernel to the memory it will read and write. Cost: may allocate; never called while
  /// tasks run.
  ///
  /// @param inputs one buffer per input slot of the step, in order
  /// @param outputs one buffer per output slot of the step, in order
  /// @param scratch at least [#scratchBytes] of the device's own, shared by its kernels, which run
  ///   one at a time
  Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch);

  /// Temporary memory it needs while it runs, in bytes.
  default long scratchBytes() {
    return 0;
  }

  /// A kernel with its memory. Run by one thread at a time: the worker of its device.
  interface Bound {
    /// Computes once. Allocates nothing when all buffers are planned.
    ///
    /// @throws ProblemException when the values cannot be computed with, such as an index out of
    ///   range
    void run();
  }
}
