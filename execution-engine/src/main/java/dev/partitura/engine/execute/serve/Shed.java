package dev.partitura.engine.execute.serve;

/// Why a request is sent away without an answer.
public enum Shed {
  /// As many wait as may.
  OVERFLOW,

  /// It would miss its deadline even if it were next.
  HOPELESS,

  /// The server ends.
  CLOSED
}
