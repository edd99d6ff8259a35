package dev.partitura.engine.execute.serve.formula;

/// Poisson arrivals during an exponential time.
record GeometricCounts(double mean) implements BatchChain.ArrivalCounts {
  @Override
  public double probability(int count) {
    return Math.pow(mean / (1 + mean), count) / (1 + mean);
  }
}
