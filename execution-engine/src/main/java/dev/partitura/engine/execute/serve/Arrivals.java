package dev.partitura.engine.execute.serve;

import java.util.random.RandomGenerator;

/// When requests arrive, whatever becomes of earlier ones. Immutable; any thread.
public interface Arrivals {
  /// Nanoseconds of a second, in which all times here are counted.
  double NANOS = 1e9;

  /// What is told when no more will come.
  long NEVER = Long.MAX_VALUE;

  /// Requests a second, in the mean.
  double perSecond();

  /// Standard deviation of the time between two requests over its mean; 1 for a Poisson process.
  double variation();

  /// The same kind at another rate.
  Arrivals withRate(double requestsPerSecond);

  /// A fresh sequence of times.
  Times times(RandomGenerator random);

  /// The times of one load, one after another.
  @FunctionalInterface
  interface Times {
    /// Nanoseconds from the start until the next request is due, never less than the time before;
    /// [#NEVER] after the last.
    long next();
  }
}
