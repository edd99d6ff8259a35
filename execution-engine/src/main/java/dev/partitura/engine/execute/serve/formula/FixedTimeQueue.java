package dev.partitura.engine.execute.serve.formula;

import org.jspecify.annotations.Nullable;

/// Poisson arrivals, a fixed service time, some servers: M/D/c.
///
/// Source: A. K. Erlang 1909 for one server; the chain N(t+D) = (N(t)-c)+ + Poisson(lambda D) and
/// Franx 2001, A simple solution for the M/D/c waiting time distribution,
/// doi:10.1016/S0167-6377(01)00108-0, whose terms are all positive.
public final class FixedTimeQueue implements ClosedForm {
  private static final int MOST_STATES = 400_000;

  private final double arrivals;
  private final double seconds;
  private final int servers;

  /// Share of the time with at most so many in the server.
  private final double[] atMost;

  private final double meanWaiting;

  private FixedTimeQueue(double arrivals, double seconds, int servers, double[] shares) {
    this.arrivals = arrivals;
    this.seconds = seconds;
    this.servers = servers;
    atMost = new double[shares.length];
    double sum = 0;
    double waiting = 0;
    for (int n = 0; n < shares.length; n++) {
      sum += shares[n];
      atMost[n] = sum;
      waiting += Math.max(0, n - servers) * shares[n];
    }
    meanWaiting = waiting;
  }

  /// @return null when the load is so near to 1 that it would take too much memory
  public static @Nullable FixedTimeQueue of(double arrivals, double seconds, int servers) {
    var counts = new PoissonCounts(arrivals * seconds);
    int states =
        BatchChain.states(
            servers, z -> Math.exp(Math.min(700, counts.mean() * (z - 1))), MOST_STATES);
    if (states == MOST_STATES) {
      return null;
    }
    var shares = BatchChain.solve(left -> Math.min(left, servers), _ -> counts, states);
    return shares == null ? null : new FixedTimeQueue(arrivals, seconds, servers, shares);
  }

  @Override
  public String name() {
    return "M/D/" + servers;
  }

  @Override
  public String source() {
    return servers == 1
        ? "Erlang 1909, mean by Pollaczek-Khinchine; waits by Franx 2001"
        : "N(t+D) = (N(t)-c)+ + Poisson(lambda D), solved; waits by Franx 2001; Little's law";
  }

  @Override
  public double load() {
    return arrivals * seconds / servers;
  }

  @Override
  public double meanWaitSeconds() {
    return servers == 1 ? load() * seconds / (2 * (1 - load())) : meanWaiting / arrivals;
  }

  @Override
  public double meanLatencySeconds() {
    return meanWaitSeconds() + seconds;
  }

  @Override
  public double meanInSystem() {
    return arrivals * meanLatencySeconds();
  }

  @Override
  public double waitShare() {
    return 1 - atMost[servers - 1];
  }

  @Override
  public double waitTail(double time) {
    if (time == 0) {
      return waitShare();
    }
    long whole = (long) Math.floor(time / seconds) + 1;
    double mean = arrivals * (whole * seconds - time);
    long last = whole * servers - 1;
    double within = 0;
    double term = Math.exp(-mean);
    for (long j = 0; j <= last && (j <= mean || term > 1e-19); j++) {
      int queued = (int) Math.min(last - j + servers, atMost.length - 1);
      within += atMost[queued] * term;
      term *= mean / (j + 1);
    }
    return Math.max(0, 1 - within);
  }

  @Override
  public double latencyTail(double time) {
    return time < seconds ? 1 : waitTail(time - seconds);
  }
}
