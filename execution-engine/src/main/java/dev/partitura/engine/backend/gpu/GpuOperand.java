package dev.partitura.engine.backend.gpu;

/// A value that a launch reads or writes, as seen from its step.
public sealed interface GpuOperand {
  /// An input of the step, by place.
  record Input(int place) implements GpuOperand {}

  /// An output of the step, by place.
  record Output(int place) implements GpuOperand {}

  /// Whole numbers that the recipe brings along.
  record Table(int number) implements GpuOperand {}

  /// No value: the kernel is told not to look.
  record None() implements GpuOperand {}
}
