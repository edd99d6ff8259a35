package dev.partitura.engine.analysis;

import dev.partitura.engine.problem.Printable;
import dev.partitura.engine.quantity.Quantity;

/// One thing worth saying about a run, with its evidence. Views translate by `kind`; [#sentence] is
/// the English.
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

  public String sentence() {
    return Printable.of(text());
  }

  private String text() {
    var time = Quantity.time(nanos);
    var percent = Quantity.percent(share);
    return switch (kind) {
      case BOTTLENECK ->
          device + " is busy " + percent + " of the time: its work of " + time + " sets the pace.";
      case IMBALANCE ->
          device
              + " computes "
              + time
              + ", "
              + percent
              + " more than the devices do on average: move ops away from it.";
      case SLOW_REPLICA ->
          device
              + " computes "
              + time
              + ", "
              + percent
              + " more than the devices do on average, for the same work: its core is slower or shared.";
      case WAITING ->
          device + " waits " + time + " (" + percent + ") for values that " + other + " makes.";
      case BUBBLE ->
          "Devices stand still "
              + time
              + " ("
              + percent
              + ") while the pipeline fills and drains: more micro-batches make that smaller.";
      case TRANSFER ->
          "Copies between devices take "
              + time
              + " ("
              + percent
              + "): cut the network where less data crosses.";
      case DISPATCH ->
          device
              + " spends "
              + time
              + " ("
              + percent
              + ") between tasks that could begin at once: its ops are very short.";
      case INTERRUPTED ->
          device
              + " lost "
              + time
              + " ("
              + percent
              + ") between tasks that could begin at once: something else ran on its core.";
      case PREEMPTED ->
          device
              + " lost "
              + time
              + " ("
              + percent
              + ") in the middle of tasks: something else ran on its core.";
      case HEAVY_OP -> "Op " + other + " takes " + time + ", " + percent + " of the critical path.";
    };
  }
}
