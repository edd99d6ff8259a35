package dev.partitura.engine.backend;

import java.util.List;

/// A program ready to be computed: a kernel for each step, with its weights where they lie. Owns
/// native memory until closed; close it after the last execution. Kernels are shared by all
/// replicas and micro-batches.
public interface LoadedProgram extends AutoCloseable {
  Program program();

  /// One for each step, in order.
  List<Kernel> kernels();

  /// Temporary memory that the kernel of a step needs while it runs, in bytes.
  default long scratchBytes(int step) {
    return kernels().get(step).scratchBytes();
  }

  @Override
  void close();
}
