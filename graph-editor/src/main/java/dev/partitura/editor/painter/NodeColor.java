package dev.partitura.editor.painter;

/// What the colour of a node says.
public enum NodeColor {
  DEVICE,
  KIND,
  /// Share of the measured time of the current run.
  TIME
}
