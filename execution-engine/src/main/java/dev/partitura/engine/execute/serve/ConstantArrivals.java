package dev.partitura.engine.execute.serve;

import java.util.random.RandomGenerator;

/// A request every so often, like a camera's pictures.
///
/// @param perSecond above 0
public record ConstantArrivals(double perSecond) implements Arrivals {
  @Override
  public double variation() {
    return 0;
  }

  @Override
  public Arrivals withRate(double requestsPerSecond) {
    return new ConstantArrivals(requestsPerSecond);
  }

  @Override
  public Times times(RandomGenerator random) {
    return new Times() {
      private long done;

      @Override
      public long next() {
        done++;
        return Math.round(done / perSecond * NANOS);
      }
    };
  }
}
