package dev.partitura.engine.execute.serve.formula;

/// Poisson arrivals, exponential service, some servers and so many places in all that the rest is
/// sent away: M/M/c/K. Latency and wait are those of the admitted.
///
/// Source: the birth-death equations; Gross and Harris, Fundamentals of Queueing Theory, 2.5.
public final class LimitedQueue implements ClosedForm {
  private final double arrivals;
  private final double rate;
  private final int servers;
  private final int places;
  private final double[] share;

  /// @param places of those served and those that wait, at least as many as servers
  public LimitedQueue(double arrivals, double rate, int servers, int places) {
    this.arrivals = arrivals;
    this.rate = rate;
    this.servers = servers;
    this.places = places;
    share = new double[places + 1];
    // Relative to the state of most weight so far, so that nothing overflows.
    share[0] = 1;
    double sum = 1;
    for (int n = 1; n <= places; n++) {
      share[n] = share[n - 1] * arrivals / (rate * Math.min(n, servers));
      sum += share[n];
      if (sum > 1e200) {
        for (int i = 0; i <= n; i++) {
          share[i] /= sum;
        }
        sum = 1;
      }
    }
    for (int n = 0; n <= places; n++) {
      share[n] /= sum;
    }
  }

  @Override
  public String name() {
    return "M/M/" + servers + "/" + places;
  }

  @Override
  public String source() {
    return "birth-death equations: rejection = p_K; latency of the admitted by Little's law";
  }

  @Override
  public double load() {
    return arrivals / rate / servers;
  }

  private double admittedPerSecond() {
    return arrivals * (1 - shedShare());
  }

  @Override
  public double utilization() {
    return admittedPerSecond() / rate / servers;
  }

  @Override
  public double shedShare() {
    return share[places];
  }

  @Override
  public double meanInSystem() {
    double mean = 0;
    for (int n = 1; n <= places; n++) {
      mean += n * share[n];
    }
    return mean;
  }

  @Override
  public double meanLatencySeconds() {
    return meanInSystem() / admittedPerSecond();
  }

  @Override
  public double meanWaitSeconds() {
    return meanLatencySeconds() - 1 / rate;
  }

  /// An admitted request that finds all servers busy waits for as many exponential departures as
  /// stand before it, and one.
  @Override
  public double waitTail(double seconds) {
    double mean = servers * rate * seconds;
    double atMost = 0;
    double term = Math.exp(-mean);
    double tail = 0;
    for (int n = servers; n < places; n++) {
      atMost += term;
      term *= mean / (n - servers + 1);
      tail += share[n] / (1 - shedShare()) * atMost;
    }
    return tail;
  }

  @Override
  public double latencyTail(double seconds) {
    if (servers > 1) {
      return Double.NaN;
    }
    double mean = rate * seconds;
    double term = Math.exp(-mean);
    double atMost = 0;
    double tail = 0;
    for (int n = 0; n < places; n++) {
      atMost += term;
      term *= mean / (n + 1);
      tail += share[n] / (1 - shedShare()) * atMost;
    }
    return tail;
  }
}
