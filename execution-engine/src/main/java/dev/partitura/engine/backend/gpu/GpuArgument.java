package dev.partitura.engine.backend.gpu;

/// What a kernel is given.
public sealed interface GpuArgument {
  /// A value, as a place in the memory of the card.
  record Memory(GpuOperand operand) implements GpuArgument {}

  record Whole(int value) implements GpuArgument {}

  record Real(float value) implements GpuArgument {}
}
