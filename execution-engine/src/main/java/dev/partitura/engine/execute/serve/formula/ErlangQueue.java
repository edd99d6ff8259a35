package dev.partitura.engine.execute.serve.formula;

/// Poisson arrivals, exponential service, some servers and no limit: M/M/c.
///
/// Source: A. K. Erlang 1917 (Erlang C); Gross and Harris, Fundamentals of Queueing Theory, 2.3.
public final class ErlangQueue implements ClosedForm {
  private final double arrivals;
  private final double rate;
  private final int servers;
  private final double waitShare;

  /// @param arrivals a second, fewer than `servers × rate`
  /// @param rate that one server serves a second
  public ErlangQueue(double arrivals, double rate, int servers) {
    this.arrivals = arrivals;
    this.rate = rate;
    this.servers = servers;
    double offered = arrivals / rate;
    // Erlang B by its recursion, which neither overflows nor cancels.
    double blocked = 1;
    for (int i = 1; i <= servers; i++) {
      blocked = offered * blocked / (i + offered * blocked);
    }
    waitShare = blocked / (1 - load() * (1 - blocked));
  }

  @Override
  public String name() {
    return "M/M/" + servers;
  }

  @Override
  public String source() {
    return servers == 1
        ? "P(W > t) = rho e^(-(mu - lambda) t), P(T > t) = e^(-(mu - lambda) t)"
        : "Erlang C: P(W > t) = C e^(-(c mu - lambda) t)";
  }

  @Override
  public double load() {
    return arrivals / rate / servers;
  }

  @Override
  public double meanWaitSeconds() {
    return waitShare / (servers * rate - arrivals);
  }

  @Override
  public double meanLatencySeconds() {
    return meanWaitSeconds() + 1 / rate;
  }

  @Override
  public double meanInSystem() {
    return arrivals * meanLatencySeconds();
  }

  @Override
  public double waitTail(double seconds) {
    return waitShare * Math.exp(-(servers * rate - arrivals) * seconds);
  }

  @Override
  public double latencyTail(double seconds) {
    double served = Math.exp(-rate * seconds);
    // By how much a waiting request leaves the queue faster than a server serves.
    double faster = servers - 1 - arrivals / rate;
    double waits =
        Math.abs(faster) < 1e-9 ? rate * seconds : -Math.expm1(-rate * seconds * faster) / faster;
    return servers == 1 ? Math.exp(-(rate - arrivals) * seconds) : served * (1 + waitShare * waits);
  }
}
