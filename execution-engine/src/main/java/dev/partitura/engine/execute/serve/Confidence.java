package dev.partitura.engine.execute.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// How far the figures of a run can be trusted, by batch means.
///
/// @param level such as 0.95
/// @param mean of the latency, nanoseconds; infinite where the run was too short for any
/// @param waits of the mean wait
/// @param p99 of the latency
/// @param stretches of requests whose figures were compared
/// @param stretchRequests requests of each
/// @param correlation of the mean of each stretch with the next; near 0 where the stretches are
///   long enough
/// @param enough whether the run was long enough for these intervals
public record Confidence(
    double level,
    Interval mean,
    Interval waits,
    Interval p99,
    int stretches,
    long stretchRequests,
    double correlation,
    boolean enough) {

  public void put(ObjectNode into) {
    into.put("method", "batch means");
    into.put("level", level);
    put(into, "latencyMeanNanos", mean);
    put(into, "waitMeanNanos", waits);
    put(into, "p99Nanos", p99);
    into.put("batches", stretches);
    into.put("requestsPerBatch", stretchRequests);
    into.put("correlation", correlation);
    into.put("longEnough", enough);
  }

  private static void put(ObjectNode into, String name, Interval interval) {
    var pair = into.putArray(name);
    for (double end : new double[] {interval.low(), interval.high()}) {
      if (Double.isFinite(end)) {
        pair.add(end);
      } else {
        pair.addNull();
      }
    }
  }
}
