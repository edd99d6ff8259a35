package dev.partitura.engine.limit;

import java.io.Serial;

/// Work under [Checkpoint#within] took more steps than it was given.
public final class StepsExhaustedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  StepsExhaustedException(long steps) {
    super("More than " + steps + " steps");
  }
}
