package dev.partitura.engine.backend.gpu;

/// Makes launches of ops of some types. Stateless; any thread.
@FunctionalInterface
interface GpuEmitter {
  /// Adds what computes the op, or returns false and adds nothing where no kernel does.
  boolean emit(GpuOp op);
}
