package dev.partitura.engine.limit;

import java.io.Serial;

/// Work that was cancelled ends by this, from wherever it was. No fault: whoever cancelled knows.
public final class CancelledException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public CancelledException() {
    super("Cancelled.");
  }
}
