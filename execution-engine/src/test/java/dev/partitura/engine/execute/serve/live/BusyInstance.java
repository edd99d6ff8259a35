package dev.partitura.engine.execute.serve.live;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Takes a known time for a batch without sleeping: by spinning.
final class BusyInstance implements ServingInstance {
  private final long fixedNanos;
  private final long requestNanos;

  BusyInstance(long fixedNanos, long requestNanos) {
    this.fixedNanos = fixedNanos;
    this.requestNanos = requestNanos;
  }

  @Override
  public Answer serve(List<Query> batch) {
    long until = System.nanoTime() + fixedNanos + batch.size() * requestNanos;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    return new Answer(
        Collections.nCopies(batch.size(), Map.of()), fixedNanos + batch.size() * requestNanos);
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
