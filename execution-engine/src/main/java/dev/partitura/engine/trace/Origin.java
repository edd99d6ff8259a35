package dev.partitura.engine.trace;

/// Where a trace comes from; the only way views tell traces apart.
public enum Origin {
  MEASURED,
  PREDICTED,
  IMPORTED;

  /// The word used in reports and files.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
