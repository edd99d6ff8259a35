package dev.partitura.engine.execute.serve;

import java.util.random.RandomGenerator;

/// Bursts of equal size at the times of a Poisson process, all of a burst at once.
///
/// @param perSecond requests, not bursts
/// @param size requests of a burst, at least 1
public record BurstArrivals(double perSecond, int size) implements Arrivals {
  /// Of the gaps one in `size` is exponential with mean `size / perSecond`, all others are 0.
  @Override
  public double variation() {
    return Math.sqrt(2.0 * size - 1);
  }

  @Override
  public Arrivals withRate(double requestsPerSecond) {
    return new BurstArrivals(requestsPerSecond, size);
  }

  @Override
  public Times times(RandomGenerator random) {
    var bursts = new SpacedTimes(() -> random.nextExponential() * size / perSecond);
    return new Times() {
      private int left;
      private long now;

      @Override
      public long next() {
        if (left == 0) {
          left = size;
          now = bursts.next();
        }
        left--;
        return now;
      }
    };
  }
}
