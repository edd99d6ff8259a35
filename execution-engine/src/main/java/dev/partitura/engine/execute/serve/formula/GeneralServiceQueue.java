package dev.partitura.engine.execute.serve.formula;

import dev.partitura.engine.execute.serve.Distribution;

/// Poisson arrivals, any service time, one server: M/G/1, of which the means are known.
///
/// Source: Pollaczek 1930, Khinchine 1932.
public record GeneralServiceQueue(double arrivals, Distribution service) implements ClosedForm {
  @Override
  public String name() {
    return "M/G/1";
  }

  @Override
  public String source() {
    return "Pollaczek-Khinchine: W = rho (1 + cv2) E[S] / (2 (1 - rho))";
  }

  @Override
  public double load() {
    return arrivals * service.mean();
  }

  @Override
  public double meanWaitSeconds() {
    return load() * (1 + service.squaredVariation()) * service.mean() / (2 * (1 - load()));
  }

  @Override
  public double meanLatencySeconds() {
    return meanWaitSeconds() + service.mean();
  }

  @Override
  public double meanInSystem() {
    return arrivals * meanLatencySeconds();
  }

  @Override
  public double waitShare() {
    return load();
  }
}
