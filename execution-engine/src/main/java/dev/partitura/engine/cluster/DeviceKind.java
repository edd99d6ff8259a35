package dev.partitura.engine.cluster;

import java.util.EnumSet;
import java.util.Set;

public enum DeviceKind {
  CPU,
  GPU;

  /// What a device of this kind can do at once.
  public Set<Lane> lanes() {
    return switch (this) {
      case CPU -> EnumSet.of(Lane.COMPUTE);
      case GPU -> EnumSet.of(Lane.COMPUTE, Lane.COPY_IN, Lane.COPY_OUT);
    };
  }
}
