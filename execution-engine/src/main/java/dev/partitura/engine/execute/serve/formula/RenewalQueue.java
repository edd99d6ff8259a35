package dev.partitura.engine.execute.serve.formula;

import java.util.function.DoubleUnaryOperator;

/// Independent gaps of any kind between arrivals, exponential service, one server: GI/M/1.
///
/// Source: Kendall 1953; Gross and Harris, Fundamentals of Queueing Theory, 5.3.
public final class RenewalQueue implements ClosedForm {
  private static final int HALVINGS = 200;

  private final String gapsName;
  private final double arrivals;
  private final double rate;
  private final double sigma;

  private RenewalQueue(
      String gapsName, double arrivals, double rate, DoubleUnaryOperator transform) {
    this.gapsName = gapsName;
    this.arrivals = arrivals;
    this.rate = rate;
    double low = 0;
    double high = 1 - 1e-13;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (transform.applyAsDouble(rate * (1 - middle)) > middle) {
        low = middle;
      } else {
        high = middle;
      }
    }
    sigma = (low + high) / 2;
  }

  /// A request every so often: D/M/1.
  public static RenewalQueue constant(double arrivals, double rate) {
    return new RenewalQueue("D", arrivals, rate, theta -> Math.exp(-theta / arrivals));
  }

  /// Gamma gaps.
  ///
  /// @param variation standard deviation over mean
  public static RenewalQueue gamma(double arrivals, double variation, double rate) {
    double squared = variation * variation;
    return new RenewalQueue(
        "Gamma",
        arrivals,
        rate,
        theta -> Math.exp(-Math.log1p(theta * squared / arrivals) / squared));
  }

  @Override
  public String name() {
    return gapsName + "/M/1";
  }

  @Override
  public String source() {
    return "GI/M/1: sigma = A*(mu (1 - sigma)), P(W > t) = sigma e^(-mu (1 - sigma) t)";
  }

  @Override
  public double load() {
    return arrivals / rate;
  }

  @Override
  public double meanWaitSeconds() {
    return sigma / (rate * (1 - sigma));
  }

  @Override
  public double meanLatencySeconds() {
    return 1 / (rate * (1 - sigma));
  }

  @Override
  public double meanInSystem() {
    return arrivals * meanLatencySeconds();
  }

  @Override
  public double waitTail(double seconds) {
    return sigma * latencyTail(seconds);
  }

  @Override
  public double latencyTail(double seconds) {
    return Math.exp(-rate * (1 - sigma) * seconds);
  }
}
