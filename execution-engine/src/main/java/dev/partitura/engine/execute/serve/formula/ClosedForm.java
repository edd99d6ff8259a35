package dev.partitura.engine.execute.serve.formula;

/// A queue whose figures can be computed exactly, in the steady state. Times are seconds. A figure
/// that no formula gives is not a number.
public interface ClosedForm {
  /// Such as `M/M/2`.
  String name();

  /// The formula, and whose it is.
  String source();

  /// What arrives over what can be served.
  double load();

  /// Busy share of the servers.
  default double utilization() {
    return load();
  }

  default double meanWaitSeconds() {
    return Double.NaN;
  }

  default double meanLatencySeconds() {
    return Double.NaN;
  }

  /// What the mean latency does not exceed, by a formula of its own.
  default double meanLatencyBoundSeconds() {
    return Double.NaN;
  }

  default double meanInSystem() {
    return Double.NaN;
  }

  /// Share of the requests that are sent away.
  default double shedShare() {
    return 0;
  }

  /// Requests of a batch in the mean.
  default double meanBatch() {
    return 1;
  }

  /// Share of the answered requests that wait at all.
  default double waitShare() {
    return waitTail(0);
  }

  /// Share of the answered requests that wait longer.
  default double waitTail(double seconds) {
    return Double.NaN;
  }

  /// Share of the answered requests whose answer takes longer.
  default double latencyTail(double seconds) {
    return Double.NaN;
  }

  /// The wait that a share of the requests does not exceed.
  default double waitQuantile(double share) {
    return Quantile.of(this::waitTail, share);
  }

  /// The latency that a share of the requests does not exceed.
  default double latencyQuantile(double share) {
    return Quantile.of(this::latencyTail, share);
  }
}
