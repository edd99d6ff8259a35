package dev.partitura.app.bench;

/// One way to run a network again and again. Used by one thread; closing it frees threads and
/// memory.
interface Contender extends AutoCloseable {
  /// Such as `data=2` or `two streams`.
  String name();

  /// Whether it is this engine.
  boolean ours();

  /// Whether it uses one core alone.
  boolean alone();

  /// Samples of one run.
  int samples();

  /// Runs `times` times, one after another.
  ///
  /// @return wall time of all together
  long run(int times);

  @Override
  void close();
}
