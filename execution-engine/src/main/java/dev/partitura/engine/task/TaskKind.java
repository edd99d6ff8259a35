package dev.partitura.engine.task;

/// What goes on during a task, and during a span of a trace. Whoever treats kinds differently asks
/// a question below or switches over all of them, without a default, so that a new kind is met
/// everywhere; nobody compares one with `==`. The ordinal is stored in [TaskGraph] and in traces:
/// add at the end.
public enum TaskKind {
  /// A step of the program.
  COMPUTE,
  /// A copy of one value from one device to another.
  TRANSFER,
  /// The joining of partial values, such as the sum of two gradients, that belongs to a collective.
  REDUCTION,
  /// What a foreign trace shows and cannot be told apart; never a task.
  OTHER,
  /// A device's part in a collective that its transport does whole, message by message unseen.
  COLLECTIVE;

  /// Whether it computes ops of the network.
  public boolean computes() {
    return switch (this) {
      case COMPUTE -> true;
      case TRANSFER, REDUCTION, OTHER, COLLECTIVE -> false;
    };
  }

  /// Whether it moves a value from one device to another.
  public boolean moves() {
    return switch (this) {
      case TRANSFER -> true;
      case COMPUTE, REDUCTION, OTHER, COLLECTIVE -> false;
    };
  }

  /// Whether it adds what another device made to what lies there.
  public boolean adds() {
    return switch (this) {
      case REDUCTION -> true;
      case COMPUTE, TRANSFER, OTHER, COLLECTIVE -> false;
    };
  }

  /// Whether its time is spent on parallelism and not on the network.
  public boolean isCommunication() {
    return switch (this) {
      case TRANSFER, REDUCTION, COLLECTIVE -> true;
      case COMPUTE, OTHER -> false;
    };
  }
}
