package dev.partitura.engine.execute.serve.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Cuts a load into stretches on a thread of its own, keeps them, and tells who watches.
final class CourseKeeper {
  private static final long STRETCH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final BatchServer server;
  private final LoadMeter meter;
  private final LoadWatch watch;
  private final List<LoadStretch> stretches = new ArrayList<>();
  private final Thread thread;
  private volatile boolean ended;

  CourseKeeper(BatchServer server, LoadMeter meter, LoadWatch watch) {
    this.server = server;
    this.meter = meter;
    this.watch = watch;
    thread = new Thread(this::keep, "partitura-load-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void keep() {
    long next = STRETCH_NANOS;
    while (!ended) {
      long left = next - server.now();
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else {
        cut();
        next = Math.max(next + STRETCH_NANOS, server.now());
      }
    }
  }

  private void cut() {
    var cut = server.cut(meter);
    stretches.add(cut);
    watch.stretch(meter.devices(), cut);
  }

  /// Ends with a last stretch, until now.
  LoadCourse end() {
    ended = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException asked) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    cut();
    return new LoadCourse(meter.devices(), stretches, server.slowest(meter));
  }
}
