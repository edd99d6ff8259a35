package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.local.SharpTimers;
import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.Percentiles;
import dev.partitura.engine.execute.serve.TimeTally;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import java.util.concurrent.locks.LockSupport;

/// Submits requests when they are due, whether or not earlier ones are answered: an open loop.
/// Where it comes late itself, latencies still count from when a request was due.
final class LoadGenerator {
  /// What a thread needs to be woken from its park.
  private static final long SPIN_NANOS = 20_000;

  /// A park in which cancellation is not looked for.
  private static final long LONGEST_PARK_NANOS = 50_000_000;

  private final BatchServer server;
  private final Query query;
  private final TimeTally lag = new TimeTally();

  LoadGenerator(BatchServer server, Query query) {
    this.server = server;
    this.query = query;
  }

  /// By how much requests came late.
  Percentiles lag() {
    return lag.percentiles();
  }

  /// Blocks until the last request that is due by then is submitted, or until cancelled.
  ///
  /// @param startNanos on the server's clock, from which arrivals count
  void run(Arrivals.Times times, long startNanos, long untilNanos) {
    SharpTimers.ofThisThread();
    for (long due = times.next(); due <= untilNanos; due = times.next()) {
      long at = startNanos + due;
      long left = at - server.now();
      while (left > 0) {
        if (Checkpoint.isCancelled()) {
          throw new CancelledException();
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
