package dev.partitura.engine.plan;

import java.util.List;

/// A kind of plan that has a name: how it is asked for, how it is laid on a network and a cluster,
/// and how it is known again. One file each, listed in [Presets].
public interface Preset {
  /// What plans of this kind are called in reports.
  String name();

  /// The words that ask for it, in the order in which they are written.
  default List<String> words() {
    return List.of(name());
  }

  /// Whether a degree may stand behind each word, as in `data=2`; 0 where none does.
  default boolean hasDegrees() {
    return true;
  }

  /// Texts that ask for it, to show how it is done.
  List<String> examples();

  /// Whether a plan is of this kind. At most one of the catalogue's kinds fits a plan.
  boolean fits(Parallelism plan);

  /// Devices below which it is no different from a simpler one.
  int leastDevices();

  /// The degrees, in the order of the words, that a plan of this kind has; 0 for one that the
  /// preset finds itself.
  default List<Integer> degreesOf(Parallelism plan) {
    return List.of(0);
  }

  /// The degrees to begin with, of a plan for so many devices, at least [#leastDevices].
  default List<Integer> firstDegrees(int devices) {
    return List.of(0);
  }

  /// Whether it lives on splitting the batch into micro-batches, so that their number is worth a
  /// choice.
  default boolean passesMicroBatches() {
    return false;
  }

  /// Lays it.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when the cluster or the network is too
  ///   small
  Plan lay(PlanPreset wanted, Ground ground);
}
