package dev.partitura.engine.execute.serve;

import java.util.random.RandomGenerator;

/// Requests of many who know nothing of each other: a Poisson process.
///
/// @param perSecond above 0
public record PoissonArrivals(double perSecond) implements Arrivals {
  @Override
  public double variation() {
    return 1;
  }

  @Override
  public Arrivals withRate(double requestsPerSecond) {
    return new PoissonArrivals(requestsPerSecond);
  }

  @Override
  public Times times(RandomGenerator random) {
    return new SpacedTimes(() -> random.nextExponential() / perSecond);
  }
}
