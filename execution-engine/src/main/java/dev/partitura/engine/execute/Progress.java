package dev.partitura.engine.execute;

/// Hears how far a long job is. Called from working threads, often: do little.
@FunctionalInterface
public interface Progress {
  Progress NONE = (_, _, _) -> {};

  /// @param phase such as `compile` or `run`
  /// @param done units done so far (tasks of all repeats in phase `run`)
  /// @param total units in all; 0 when unknown
  void update(String phase, long done, long total);
}
