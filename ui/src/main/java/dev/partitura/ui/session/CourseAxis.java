package dev.partitura.ui.session;

/// What the curves of trainings are drawn along.
public enum CourseAxis {
  STEPS,
  /// Bytes that transfers had moved when a step ended: what a training costs where devices are far
  /// from each other.
  BYTES
}
