package dev.partitura.engine.execute.serve.live;

/// One answered request and what its time went by: the parts add up to its latency.
///
/// @param number in order of arrival
/// @param dueNanos on the server's clock
/// @param lagNanos of its queue time, by how much the generator itself came late
/// @param queueNanos while every instance was busy
/// @param batchWaitNanos while an instance was free and the batch waited for company
/// @param computeNanos of its batch, while something was computed
/// @param transferNanos the rest of its batch: copies, messages, hand-overs
/// @param batch requests of its batch
/// @param instance that answered it
/// @param ahead requests that waited already when it came
/// @param inTime whether its deadline was kept; true where it had none
public record ServedRequest(
    long number,
    long dueNanos,
    long lagNanos,
    long queueNanos,
    long batchWaitNanos,
    long computeNanos,
    long transferNanos,
    int batch,
    int instance,
    int ahead,
    boolean inTime) {
  public long latencyNanos() {
    return queueNanos + batchWaitNanos + computeNanos + transferNanos;
  }

  public long endNanos() {
    return dueNanos + latencyNanos();
  }
}
