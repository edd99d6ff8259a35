package dev.partitura.engine.execute.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The queue of a server: decides which request waits, goes in which batch to which instance, or is
/// sent away. It reads no clock: whoever drives it says what happens when, and the real server and
/// the simulator drive the same code.
///
/// A free instance takes a batch as soon as a full one waits, or the oldest waiting request has
/// waited as long as it may for company, whatever waits then. Times never go back. One thread at a
/// time. A request costs O(1), O(log of those that wait) where they are ordered.
public final class Dispatcher {
  /// What is told a driver.
  public interface Outcome {
    /// An instance is to begin with a batch, now.
    void starts(int instance, List<Request> batch, long nowNanos);

    void sheds(Request request, Shed why, long nowNanos);
  }

  private final QueueSettings settings;
  private final Admission admission;
  private final Outcome outcome;
  private final Queue<Request> line;

  /// Those that wait in order of arrival, with some in front that wait no more.
  private final ArrayDeque<Request> byArrival = new ArrayDeque<>();

  private final BitSet free = new BitSet();
  private int waiting;
  private long idleNanos;
  private long idleSince;

  /// @param expectedSeconds what a batch of a size is expected to take; asked where requests are
  ///   shed
  public Dispatcher(QueueSettings settings, IntToDoubleFunction expectedSeconds, Outcome outcome) {
    this.settings = settings;
    this.outcome = outcome;
    admission = new Admission(settings, expectedSeconds);
    line = settings.policy().line();
    free.set(0, settings.instances());
  }

  /// Requests that wait.
  public int waiting() {
    return waiting;
  }

  /// A request is there.
  public void arrives(Request request, long nowNanos) {
    request.arrivedNanos = nowNanos;
    request.ahead = waiting;
    if (admission.isHopeless(request, nowNanos)) {
      outcome.sheds(request, Shed.HOPELESS, nowNanos);
      return;
    }
    if (waiting >= settings.queueMax() && !(free.cardinality() > 0 && waiting == 0)) {
      outcome.sheds(request, Shed.OVERFLOW, nowNanos);
      return;
    }
    request.idleAtArrival = idleNanos(nowNanos);
    request.waits = true;
    waiting++;
    line.add(request);
    byArrival.add(request);
    dispatch(nowNanos);
  }

  /// An instance is done with its batch.
  public void ends(int instance, long nowNanos) {
    if (free.isEmpty()) {
      idleSince = nowNanos;
    }
    free.set(instance);
    dispatch(nowNanos);
  }

  /// Time has passed: to be called at [#wakeNanos].
  public void passes(long nowNanos) {
    dispatch(nowNanos);
  }

  /// When a batch will have waited long enough, if nothing happens until then; [Arrivals#NEVER]
  /// where nothing waits for company.
  public long wakeNanos() {
    var oldest = free.isEmpty() ? null : oldest();
    return oldest == null ? Arrivals.NEVER : oldest.arrivedNanos + settings.batchWaitNanos();
  }

  /// Sends away all that wait.
  public void close(long nowNanos) {
    for (var request = line.poll(); request != null; request = line.poll()) {
      leaves(request);
      outcome.sheds(request, Shed.CLOSED, nowNanos);
    }
  }

  /// Lets nobody wait for company any longer, since nobody else will come.
  public void drain(long nowNanos) {
    while (waiting > 0 && !free.isEmpty()) {
      start(nowNanos);
    }
  }

  private void dispatch(long nowNanos) {
    while (!free.isEmpty() && isDue(nowNanos)) {
      start(nowNanos);
    }
  }

  private boolean isDue(long nowNanos) {
    var oldest = oldest();
    return oldest != null
        && (waiting >= settings.batchMax()
            || nowNanos - oldest.arrivedNanos >= settings.batchWaitNanos());
  }

  private @Nullable Request oldest() {
    var first = byArrival.peekFirst();
    while (first != null && !first.waits) {
      byArrival.pollFirst();
      first = byArrival.peekFirst();
    }
    return first;
  }

  private void start(long nowNanos) {
    var candidates = new ArrayList<Request>(Math.min(waiting, settings.batchMax()));
    while (candidates.size() < settings.batchMax()) {
      var next = line.poll();
      if (next == null) {
        break;
      }
      if (admission.isHopeless(next, nowNanos)) {
        leaves(next);
        outcome.sheds(next, Shed.HOPELESS, nowNanos);
      } else {
        candidates.add(next);
      }
    }
    var batch = admission.batch(candidates, nowNanos);
    if (batch.size() < candidates.size()) {
      var chosen = new HashSet<>(batch);
      putBack(candidates.stream().filter(each -> !chosen.contains(each)).toList());
    }
    if (batch.isEmpty()) {
      return;
    }
    int instance = free.nextSetBit(0);
    free.clear(instance);
    long idle = idleNanos + nowNanos - idleSince;
    if (free.isEmpty()) {
      idleNanos = idle;
    }
    for (var request : batch) {
      leaves(request);
      request.starts(nowNanos, idle - request.idleAtArrival);
    }
    outcome.starts(instance, batch, nowNanos);
  }

  private void putBack(List<Request> rest) {
    if (line instanceof ArrayDeque<Request> inOrder) {
      rest.reversed().forEach(inOrder::addFirst);
    } else {
      line.addAll(rest);
    }
  }

  private void leaves(Request request) {
    request.waits = false;
    waiting--;
  }

  /// For how long, since the start, an instance was free.
  private long idleNanos(long nowNanos) {
    return free.isEmpty() ? idleNanos : idleNanos + nowNanos - idleSince;
  }
}
