package dev.partitura.engine.execute.serve.formula;

import dev.partitura.engine.execute.serve.Distribution;
import dev.partitura.engine.execute.serve.ServiceTime;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Poisson arrivals and one server that takes whatever waits, up to a limit, as one batch, whose
/// time may depend on its size: greedy dynamic batching.
///
/// Source: Bailey 1954 (bulk service); the chain embedded at the ends of batches, solved, and
/// renewal reward over the time between two of them.
public final class BulkQueue implements ClosedForm {
  private static final int MOST_STATES = 200_000;

  /// From here on the limit is never reached, as without one.
  private static final int NO_LIMIT = 10_000;

  private static final int STATES_WITHOUT_LIMIT = 2_500;

  private final double arrivals;
  private final double load;
  private final boolean limited;
  private final double meanBatch;
  private final double busyShare;
  private final double inSystem;
  private final double meanService;
  private final double bound;
  private final @Nullable BulkLatency latency;

  private BulkQueue(
      double arrivals,
      double load,
      boolean limited,
      double meanBatch,
      double busyShare,
      double inSystem,
      double meanService,
      double bound,
      @Nullable BulkLatency latency) {
    this.arrivals = arrivals;
    this.load = load;
    this.limited = limited;
    this.meanBatch = meanBatch;
    this.busyShare = busyShare;
    this.inSystem = inSystem;
    this.meanService = meanService;
    this.bound = bound;
    this.latency = latency;
  }

  /// Whether the distribution of arrivals during such a service is known.
  static boolean knows(ServiceTime service) {
    return service instanceof ServiceTime.Linear
        || service instanceof ServiceTime.Drawn(Distribution.Constant _)
        || service instanceof ServiceTime.Drawn(Distribution.Exponential _);
  }

  /// What arrives over what can be served by full batches.
  public static double load(double arrivals, ServiceTime service, int batchMax) {
    return batchMax < NO_LIMIT
        ? arrivals * service.meanSeconds(batchMax) / batchMax
        : arrivals * (service.meanSeconds(2) - service.meanSeconds(1));
  }

  /// @param batchMax the limit
  /// @return null when the load is so near to 1 that it would take too much memory, or there is no
  ///   steady state
  static @Nullable BulkQueue of(double arrivals, ServiceTime service, int batchMax) {
    double load = load(arrivals, service, batchMax);
    if (load >= 1) {
      return null;
    }
    boolean memoryless = service instanceof ServiceTime.Drawn(Distribution.Exponential _);
    IntToDoubleFunction mean = batch -> arrivals * service.meanSeconds(batch);
    boolean limited = batchMax < NO_LIMIT;
    int states =
        limited ? states(mean.applyAsDouble(batchMax), memoryless, batchMax) : STATES_WITHOUT_LIMIT;
    if (states == MOST_STATES) {
      return null;
    }
    int most = limited ? batchMax : states;
    var shares =
        BatchChain.solve(
            left -> Math.min(left, most),
            left -> {
              double expected = mean.applyAsDouble(Math.clamp(left, 1, most));
              return memoryless ? new GeometricCounts(expected) : new PoissonCounts(expected);
            },
            states);
    if (shares == null || !limited && shares[states - 1] > 1e-12) {
      return null;
    }
    double cycle = shares[0] / arrivals;
    double busy = 0;
    double requestSeconds = 0;
    double serviceSeconds = 0;
    double secondMoment = memoryless ? 2 : 1;
    for (int left = 0; left < states; left++) {
      double seconds = service.meanSeconds(Math.clamp(left, 1, most));
      busy += shares[left] * seconds;
      serviceSeconds += shares[left] * Math.clamp(left, 1, most) * seconds;
      requestSeconds +=
          shares[left]
              * (Math.max(1, left) * seconds + arrivals * secondMoment * seconds * seconds / 2);
    }
    cycle += busy;
    int largest = limited ? batchMax : likely(shares);
    return new BulkQueue(
        arrivals,
        load,
        limited,
        arrivals * cycle,
        busy / cycle,
        requestSeconds / cycle,
        serviceSeconds / (arrivals * cycle),
        limited ? Double.NaN : bound(arrivals, service),
        memoryless ? null : BulkLatency.of(arrivals, service::meanSeconds, largest, shares));
  }

  /// The least number beyond which hardly ever more are left behind.
  private static int likely(double[] shares) {
    int last = shares.length - 1;
    double beyond = 0;
    while (last > 1 && beyond + shares[last] < 1e-10) {
      beyond += shares[last--];
    }
    return last;
  }

  /// Inoue 2021, Queueing analysis of GPU-based inference servers with dynamic batching,
  /// arXiv:1912.06322: for batches without a limit whose time grows with their size.
  private static double bound(double arrivals, ServiceTime service) {
    if (!(service instanceof ServiceTime.Linear(var fixed, var each))) {
      return Double.NaN;
    }
    double busy = arrivals * each;
    double little =
        (each + fixed)
            / (2 * (1 - busy))
            * (1 + 2 * arrivals * fixed + (1 - arrivals * fixed) / (1 + busy));
    double much = 1.5 * fixed / (1 - busy) + each / 2 * (busy + 2) / (1 - busy * busy);
    return Math.min(little, much);
  }

  private static int states(double mean, boolean memoryless, int batchMax) {
    return BatchChain.states(
        batchMax,
        z -> memoryless ? geometric(mean, z) : Math.exp(Math.min(700, mean * (z - 1))),
        MOST_STATES);
  }

  private static double geometric(double mean, double z) {
    double rest = 1 - mean * (z - 1);
    return rest <= 0 ? Double.MAX_VALUE : 1 / rest;
  }

  @Override
  public String name() {
    return limited ? "greedy batch queue" : "greedy batch queue, no limit";
  }

  @Override
  public String source() {
    return "embedded Markov chain, solved (exact mean, mean batch, utilization); percentiles integrated";
  }

  @Override
  public double load() {
    return load;
  }

  @Override
  public double utilization() {
    return busyShare;
  }

  @Override
  public double meanBatch() {
    return meanBatch;
  }

  /// Poisson arrivals see the server as it is in the mean.
  @Override
  public double waitShare() {
    return busyShare;
  }

  @Override
  public double meanWaitSeconds() {
    return meanLatencySeconds() - meanService;
  }

  @Override
  public double meanLatencySeconds() {
    return inSystem / arrivals;
  }

  @Override
  public double meanInSystem() {
    return inSystem;
  }

  @Override
  public double meanLatencyBoundSeconds() {
    return bound;
  }

  @Override
  public double latencyTail(double seconds) {
    return latency == null ? Double.NaN : latency.tail(seconds);
  }
}
