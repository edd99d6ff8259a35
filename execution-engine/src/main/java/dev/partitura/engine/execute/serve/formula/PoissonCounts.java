package dev.partitura.engine.execute.serve.formula;

import org.apache.commons.statistics.distribution.PoissonDistribution;

/// Poisson arrivals during a fixed time.
record PoissonCounts(double mean) implements BatchChain.ArrivalCounts {
  @Override
  public double probability(int count) {
    return PoissonDistribution.of(mean).probability(count);
  }
}
