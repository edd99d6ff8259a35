package dev.partitura.engine.plan.schedule;

/// Part of a training step that an op, an action, a task or a span belongs to; inference is all
/// forward. The ordinal is stored in task graphs and traces: add at the end.
public enum Phase {
  /// Forward.
  F,
  /// Gradient of the inputs, or of inputs and weights together where [#W] is not taken apart.
  B,
  /// Gradient of the weights.
  W,
  /// Update of the weights.
  U
}
