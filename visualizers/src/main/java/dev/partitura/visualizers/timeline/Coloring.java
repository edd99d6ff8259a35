package dev.partitura.visualizers.timeline;

/// What the hue of a span says.
public enum Coloring {
  KIND,
  MICRO_BATCH,
  /// Of a training step; a trace of inference has one alone.
  PHASE
}
