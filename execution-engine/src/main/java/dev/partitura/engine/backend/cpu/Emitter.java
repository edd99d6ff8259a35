package dev.partitura.engine.backend.cpu;

/// Knows how to compute some operators through oneDNN. Stateless.
interface Emitter {
  /// Adds the steps that compute `fused`, or does nothing at all and says no.
  boolean emit(Compilation compilation, FusedOps fused);
}
