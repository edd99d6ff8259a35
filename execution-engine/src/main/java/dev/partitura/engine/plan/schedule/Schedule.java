package dev.partitura.engine.plan.schedule;

import java.util.List;
import java.util.OptionalDouble;

/// Decides the order in which every device takes the actions of its stages. Compute order only:
/// lowering adds transfers, dependences and memory. Pure.
public interface Schedule {
  /// The word in plan files.
  String name();

  /// Whether the gradients of the weights are actions of their own, [Phase#W], beside those of the
  /// inputs, [Phase#B].
  default boolean splitsBackward() {
    return false;
  }

  /// How the stages of a pipeline lie on its devices.
  ///
  /// @param chunks stages of each device
  default Placement placement(int chunks) {
    return Placement.LOOPED;
  }

  /// Chunks that each device must have; 0 where any number will do.
  default int chunks() {
    return 1;
  }

  /// Chunks that it is given where nobody says how many.
  default int usualChunks(int devices) {
    return Math.max(1, chunks());
  }

  /// Whether it takes a micro-batch in pieces of its sequence.
  default boolean splitsSequence() {
    return false;
  }

  /// Share of a training step, 0 to 1, that a device stands still by the formula that is published
  /// for equal stages and free transfers; empty where there is none, or for other numbers of
  /// micro-batches than those.
  default OptionalDouble publishedBubble(ScheduleProblem problem) {
    return OptionalDouble.empty();
  }

  /// For each device of the problem all actions of its stages, first to last. Refused by
  /// [ScheduleCheck] where it is impossible.
  List<List<Action>> order(ScheduleProblem problem);

  /// The same by one that looks for a good order, as long as it may; others take no notice.
  default List<List<Action>> order(ScheduleProblem problem, SearchBudget budget) {
    return order(problem);
  }
}
