package dev.partitura.engine.execute.serve;

import java.util.random.RandomGenerator;

/// Gaps of a gamma distribution, whose variation can be chosen: above 1 requests come in clumps.
///
/// @param perSecond above 0
/// @param variation standard deviation of the gaps over their mean, above 0
public record GammaArrivals(double perSecond, double variation) implements Arrivals {
  @Override
  public Arrivals withRate(double requestsPerSecond) {
    return new GammaArrivals(requestsPerSecond, variation);
  }

  @Override
  public Times times(RandomGenerator random) {
    var gaps = new Distribution.Gamma(1 / perSecond, variation);
    return new SpacedTimes(() -> gaps.draw(random));
  }
}
