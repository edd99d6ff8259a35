package dev.partitura.engine.analysis;

import dev.partitura.engine.problem.Problem;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// One thing worth saying about a run. Its words stand where those of problems do, in every
/// language.
///
/// @param device the device it is about; empty when it is the whole run
/// @param other the device waited for, or the op concerned; else empty
/// @param nanos the time concerned
/// @param share of the makespan (or, for [Kind#IMBALANCE] and [Kind#SLOW_REPLICA], by how much the
///   device computes longer than the mean), 0 and up
public record Finding(Kind kind, String device, String other, long nanos, double share) {
  public enum Kind {
    /// One device computes all the time: the run is as long as its work.
    BOTTLENECK,
    /// One device has much more to compute than the others.
    IMBALANCE,
    /// One of several devices that have the same work takes much longer for it.
    SLOW_REPLICA,
    /// A device waits for values of another.
    WAITING,
    /// Devices stand still while the pipeline fills and drains.
    BUBBLE,
    /// With one micro-batch the stages of a pipeline run one after another.
    SEQUENTIAL,
    /// Copies between devices take a large part.
    TRANSFER,
    /// Tasks are so short that beginning them counts.
    DISPATCH,
    /// The core did something else although a long task could have begun.
    INTERRUPTED,
    /// The core did something else in the middle of tasks.
    PREEMPTED,
    /// One op takes a large part of the critical path.
    HEAVY_OP
  }

  /// With the names that a reader knows devices by.
  public Finding named(UnaryOperator<String> device) {
    return new Finding(
        kind,
        device.apply(this.device),
        kind == Kind.WAITING ? device.apply(other) : other,
        nanos,
        share);
  }

  /// What is so.
  public String message(Locale language) {
    return words().message(language);
  }

  /// What follows from it, or what to do.
  public String advice(Locale language) {
    return words().hint(language);
  }

  /// All of it in English.
  public String sentence() {
    return words().sentence();
  }

  private Problem words() {
    return switch (kind) {
      case BOTTLENECK -> Problem.of("finding.bottleneck", device, device, share, nanos);
      case IMBALANCE -> Problem.of("finding.imbalance", device, device, nanos, share);
      case SLOW_REPLICA -> Problem.of("finding.slowReplica", device, device, nanos, share);
      case WAITING -> Problem.of("finding.waiting", device, device, nanos, share, other);
      case BUBBLE -> Problem.of("finding.bubble", device, nanos, share);
      case SEQUENTIAL -> Problem.of("finding.sequential", device, nanos, share);
      case TRANSFER -> Problem.of("finding.transfer", device, nanos, share);
      case DISPATCH -> Problem.of("finding.dispatch", device, device, nanos, share);
      case INTERRUPTED -> Problem.of("finding.interrupted", device, device, nanos, share);
      case PREEMPTED -> Problem.of("finding.preempted", device, device, nanos, share);
      case HEAVY_OP -> Problem.of("finding.heavyOp", other, other, nanos, share);
    };
  }
}
