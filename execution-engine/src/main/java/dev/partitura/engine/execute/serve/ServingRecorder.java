package dev.partitura.engine.execute.serve;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts what becomes of requests. Those that are due in the warm-up are not counted. One thread
/// at a time.
public final class ServingRecorder {
  private static final double LEVEL = 0.95;

  private final long fromNanos;
  private final TimeTally latency = new TimeTally();
  private final TimeTally queue = new TimeTally();
  private final TimeTally batchWait = new TimeTally();
  private final TimeTally compute = new TimeTally();
  private final TimeTally transfer = new TimeTally();
  private final TimeTally wait = new TimeTally();
  private final BatchMeans means = new BatchMeans();
  private final Map<Shed, Long> shed = new EnumMap<>(Shed.class);
  private final TreeMap<Integer, Long> batchSizes = new TreeMap<>();
  private final long[] busyNanos;
  private long untilNanos = Arrivals.NEVER;
  private long offered;
  private long answered;
  private long late;
  private long waited;
  private long completedInWindow;
  private long goodInWindow;

  /// @param fromNanos end of the warm-up
  public ServingRecorder(long fromNanos, int instances) {
    this.fromNanos = fromNanos;
    busyNanos = new long[instances];
  }

  private boolean counts(Request request) {
    return request.dueNanos() >= fromNanos && request.dueNanos() <= untilNanos;
  }

  /// Ends the time over which rates are taken; what is due later is not counted.
  public void until(long nanos) {
    untilNanos = nanos;
  }

  /// A request was due.
  public void offered(Request request) {
    if (counts(request)) {
      offered++;
    }
  }

  public void sheds(Request request, Shed why) {
    if (counts(request)) {
      shed.merge(why, 1L, Long::sum);
    }
  }

  /// An instance has answered a batch.
  public void batch(int instance, int size, long startNanos, long endNanos) {
    long begin = Math.max(startNanos, fromNanos);
    long end = Math.min(endNanos, untilNanos);
    if (end > begin) {
      busyNanos[instance] += end - begin;
    }
    if (startNanos >= fromNanos && startNanos <= untilNanos) {
      batchSizes.merge(size, 1L, Long::sum);
    }
  }

  /// A request of a batch has its answer.
  ///
  /// @param computeNanos of the time of its batch, while something was computed for it
  /// @param transferNanos the rest of that time: copies in and out and messages between devices
  public void answers(Request request, long endNanos, long computeNanos, long transferNanos) {
    boolean inTime = endNanos <= request.deadlineNanos();
    if (endNanos >= fromNanos && endNanos <= untilNanos) {
      completedInWindow++;
      goodInWindow += inTime ? 1 : 0;
    }
    if (!counts(request)) {
      return;
    }
    long whole = endNanos - request.dueNanos();
    long waits = request.queueNanos() + request.batchWaitNanos();
    answered++;
    late += inTime ? 0 : 1;
    waited += waits > 0 ? 1 : 0;
    latency.add(whole);
    wait.add(waits);
    queue.add(request.queueNanos());
    batchWait.add(request.batchWaitNanos());
    compute.add(computeNanos);
    transfer.add(transferNanos);
    means.add(whole, waits);
  }

  /// The figures so far.
  ///
  /// @param nowNanos end of the time over which rates are taken, if it was not said
  public ServingFigures figures(long nowNanos) {
    long end = untilNanos == Arrivals.NEVER ? nowNanos : untilNanos;
    long window = Math.max(1, end - fromNanos);
    double seconds = window / Arrivals.NANOS;
    var utilization = new double[busyNanos.length];
    for (int i = 0; i < utilization.length; i++) {
      utilization[i] = (double) busyNanos[i] / window;
    }
    return new ServingFigures(
        seconds,
        offered,
        answered,
        late,
        Map.copyOf(shed),
        offered / seconds,
        completedInWindow / seconds,
        goodInWindow / seconds,
        answered == 0 ? 0 : (double) waited / answered,
        latency.percentiles(),
        wait.percentiles(),
        queue.percentiles(),
        batchWait.percentiles(),
        compute.percentiles(),
        transfer.percentiles(),
        batchSizes,
        utilization,
        means.at(LEVEL));
  }
}
