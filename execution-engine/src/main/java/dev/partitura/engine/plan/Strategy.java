package dev.partitura.engine.plan;

/// How a plan came about: one of the presets, or painted by hand.
public enum Strategy {
  SINGLE,
  TASK,
  DATA,
  PIPELINE,
  CUSTOM;

  /// The word used in plan files and on the command line.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
