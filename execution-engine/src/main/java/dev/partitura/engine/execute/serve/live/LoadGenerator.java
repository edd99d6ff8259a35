package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.local.SharpTimers;
import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.Percentiles;
import dev.partitura.engine.execute.serve.TimeTally;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Submits requests when they are due, whether or not earlier ones are answered: an open loop.
/// Where it comes late itself, latencies still count from when a request was due.
final class LoadGenerator {
  /// What a thread needs to be woken from its park.
  private static final long SPIN_NANOS = 20_000;

  /// A park in which cancellation is not looked for.
  private static final long LONGEST_PARK_NANOS = 50_000_000;

  private final BatchServer server;
  private final Query query;
  private final BooleanSupplier isOver;
  private final TimeTally lag = new TimeTally();

  /// @param isOver whether the load shall end now
  LoadGenerator(BatchServer server, Query query, BooleanSupplier isOver) {
    this.isOver = isOver;
    this.server = server;
    this.query = query;
  }

  /// By how much requests came late.
  Percentiles lag() {
    return lag.percentiles();
  }

  /// Blocks until the last request that is due by then is submitted, or until it is over or
  /// cancelled.
  ///
  /// @param startNanos on the server's clock, from which arrivals count
  void run(Arrivals.Times times, long startNanos, long untilNanos) {
    SharpTimers.ofThisThread();
    for (long due = times.next(); due <= untilNanos; due = times.next()) {
      long at = startNanos + due;
      long left = at - server.now();
      if (isOver.getAsBoolean()) {
        return;
      }
      while (left > 0) {
        if (Checkpoint.isCancelled()) {
          throw new CancelledException();
        }
        if (isOver.getAsBoolean()) {
          return;
        }
        if (left > SPIN_NANOS) {
          LockSupport.parkNanos(this, Math.min(left - SPIN_NANOS, LONGEST_PARK_NANOS));
        } else {
          Thread.onSpinWait();
        }
        left = at - server.now();
      }
      lag.add(-left);
      server.submit(query, at);
    }
  }
}
