package dev.partitura.engine.task.partition;

import dev.partitura.engine.operator.Sharding;

/// How a value lies on the shards of a part, as a small number, so that the forms in which a value
/// is there make a set of bits.
final class Form {
  static final int WHOLE = 0;
  static final int PARTIAL = 1;
  private static final int FIRST_AXIS = 2;

  /// The last form that is told; a value of more axes is cut along none of the others.
  static final int LAST = 30;

  private Form() {}

  static int of(Sharding sharding) {
    return switch (sharding) {
      case Sharding.Replicated _ -> WHOLE;
      case Sharding.Partial _ -> PARTIAL;
      case Sharding.Along(int axis) -> along(axis);
      case Sharding.Unknown _ -> throw new IllegalArgumentException("Nobody knows how it lies");
    };
  }

  static int along(int axis) {
    return FIRST_AXIS + axis;
  }

  static boolean isAlong(int form) {
    return form >= FIRST_AXIS;
  }

  /// Axis along which a value of this form is cut.
  static int axis(int form) {
    return form - FIRST_AXIS;
  }

  static int bit(int form) {
    return 1 << form;
  }
}
