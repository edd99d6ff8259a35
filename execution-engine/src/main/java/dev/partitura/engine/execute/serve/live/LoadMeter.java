package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.serve.Request;
import dev.partitura.engine.execute.serve.TimeTally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Measures a load stretch by stretch, and keeps its slowest requests. Filled under the server's
/// lock; a stretch is taken from it there and summed up outside. Memory does not grow with time.
final class LoadMeter {
  private static final int SLOWEST = 50;

  private final boolean watches;
  private final int instances;
  private final List<DeviceId> devices = new ArrayList<>();
  private final int[] firstDevice;
  private final long countFromNanos;
  private long countUntilNanos = Long.MAX_VALUE;
  private final PriorityQueue<ServedRequest> slowest =
      new PriorityQueue<>(Comparator.comparingLong(ServedRequest::latencyNanos));
  private Open open;

  /// A stretch that goes on.
  static final class Open {
    private final long fromNanos;
    private final TimeTally latency = new TimeTally();
    private final long[] busy;
    private final long[] computing;
    private long late;
    private long shed;
    private long batches;
    private long requests;

    private Open(long fromNanos, int instances, int devices) {
      this.fromNanos = fromNanos;
      busy = new long[instances];
      computing = new long[devices];
    }

    /// What it came to. Outside the lock: percentiles are walked through.
    LoadStretch until(long nanos, int waiting) {
      return new LoadStretch(
          fromNanos,
          nanos,
          latency.percentiles(),
          late,
          shed,
          waiting,
          batches,
          requests,
          shares(busy, nanos),
          shares(computing, nanos));
    }

    /// A batch counts where it ends, so that a share of a short stretch may be above 1: it is cut
    /// there.
    private double[] shares(long[] nanos, long until) {
      var shares = new double[nanos.length];
      double whole = Math.max(1, until - fromNanos);
      for (int i = 0; i < shares.length; i++) {
        shares[i] = Math.min(1, nanos[i] / whole);
      }
      return shares;
    }
  }

  private LoadMeter(boolean watches, List<? extends ServingInstance> served, long countFromNanos) {
    this.watches = watches;
    this.countFromNanos = countFromNanos;
    instances = served.size();
    firstDevice = new int[instances];
    for (int i = 0; i < instances; i++) {
      firstDevice[i] = devices.size();
      served.get(i).devices().forEach(device -> devices.add(device.id()));
    }
    open = new Open(0, instances, devices.size());
  }

  /// Keeps nothing.
  static LoadMeter none() {
    return new LoadMeter(false, List.of(), 0);
  }

  /// @param countFromNanos end of the warm-up, from which on requests may be among the slowest
  static LoadMeter of(List<? extends ServingInstance> instances, long countFromNanos) {
    return new LoadMeter(true, instances, countFromNanos);
  }

  List<DeviceId> devices() {
    return devices;
  }

  void until(long nanos) {
    countUntilNanos = nanos;
  }

  void sheds() {
    if (watches) {
      open.shed++;
    }
  }

  /// @param answered those of the batch that were
  void answers(
      int instance,
      List<Request> answered,
      int size,
      long startNanos,
      long endNanos,
      ServedBatch served) {
    if (!watches) {
      return;
    }
    open.busy[instance] += endNanos - Math.max(startNanos, open.fromNanos);
    for (int i = 0; i < served.devices().size(); i++) {
      open.computing[firstDevice[instance] + i] += served.devices().get(i).computeNanos();
    }
    open.batches++;
    open.requests += size;
    long compute = Math.min(endNanos - startNanos, served.computeNanos());
    for (var request : answered) {
      boolean inTime = endNanos <= request.deadlineNanos();
      open.latency.add(endNanos - request.dueNanos());
      open.late += inTime ? 0 : 1;
      if (request.dueNanos() >= countFromNanos
          && request.dueNanos() <= countUntilNanos
          && isSlow(endNanos - request.dueNanos())) {
        slowest.add(
            new ServedRequest(
                request.number(),
                request.dueNanos(),
                Math.max(0, request.arrivedNanos() - request.dueNanos()),
                request.queueNanos(),
                request.batchWaitNanos(),
                compute,
                endNanos - startNanos - compute,
                size,
                instance,
                request.ahead(),
                inTime));
        if (slowest.size() > SLOWEST) {
          slowest.poll();
        }
      }
    }
  }

  private boolean isSlow(long latencyNanos) {
    var least = slowest.peek();
    return slowest.size() < SLOWEST || least == null || latencyNanos > least.latencyNanos();
  }

  /// Ends the stretch and begins the next.
  Open take(long nowNanos) {
    var ended = open;
    open = new Open(nowNanos, instances, devices.size());
    return ended;
  }

  /// The slowest first.
  List<ServedRequest> slowest() {
    return slowest.stream()
        .sorted(Comparator.comparingLong(ServedRequest::latencyNanos).reversed())
        .toList();
  }
}
