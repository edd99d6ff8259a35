package dev.partitura.engine.task;

/// What made a dependence: the network itself, or which part of the plan.
public enum DependenceCause {
  /// A value of the network flows from one op to another on one device.
  NETWORK,
  /// A value of the network crosses a cut and is copied.
  CUT,
  /// A step writes its result over one of its inputs, or into a part of a larger value.
  IN_PLACE,
  /// A value lies where another one of the same micro-batch lay.
  REUSE,
  /// A micro-batch takes over the memory of one before it.
  FRAME,
  /// The order of the schedule.
  SCHEDULE;

  /// Whether another plan would do without.
  public boolean isOfPlan() {
    return this != NETWORK;
  }

  /// Whether memory is shared that need not be.
  public boolean sharesMemory() {
    return switch (this) {
      case IN_PLACE, REUSE, FRAME -> true;
      case NETWORK, CUT, SCHEDULE -> false;
    };
  }
}
