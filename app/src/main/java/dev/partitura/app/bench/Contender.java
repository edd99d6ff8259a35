package dev.partitura.app.bench;

/// One way to run a network, prepared once and measured in turns with the others.
interface Contender extends AutoCloseable {
  String name();

  /// Runs for about `nanos` and returns samples a second over the whole calls made.
  double samplesPerSecond(long nanos);

  @Override
  void close();
}
