package dev.partitura.engine.backend.gpu;

/// Commands that can be put into a queue of the card that they were made for.
@FunctionalInterface
public interface GpuCode {
  void enqueue(GpuQueue queue);
}
