package dev.partitura.editor.painter;

/// What the colour of a node says.
public enum NodeColor {
  DEVICE,
  KIND,
  /// Measured time in the current run.
  TIME,
  /// Arithmetic.
  FLOPS,
  /// Bytes read and written.
  BYTES,
  /// Bytes of weights and results.
  MEMORY;

  /// Whether it is a quantity, shown from cold to hot.
  public boolean isHeat() {
    return this != DEVICE && this != KIND;
  }
}
