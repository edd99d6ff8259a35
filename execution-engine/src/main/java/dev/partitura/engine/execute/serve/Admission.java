package dev.partitura.engine.execute.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Keeps work from being done for answers that would come too late anyway: a batch has the size at
/// which most of its requests keep their deadlines. Where nothing is shed, everybody is let in.
final class Admission {
  private final boolean sheds;
  private final IntToDoubleFunction expectedSeconds;

  Admission(QueueSettings settings, IntToDoubleFunction expectedSeconds) {
    sheds = settings.sheds();
    this.expectedSeconds = expectedSeconds;
  }

  /// Whether a request would be late even if it were alone and next.
  boolean isHopeless(Request request, long nowNanos) {
    return sheds && !isInTime(request, nowNanos, 1);
  }

  /// Those of the candidates that make the best batch, in their order; the others wait on.
  ///
  /// @param candidates that are not hopeless
  List<Request> batch(List<Request> candidates, long nowNanos) {
    if (!sheds || candidates.size() <= 1) {
      return candidates;
    }
    var best = List.<Request>of();
    for (int size = candidates.size(); size > best.size(); size--) {
      var inTime = new ArrayList<Request>();
      for (var candidate : candidates) {
        if (inTime.size() < size && isInTime(candidate, nowNanos, size)) {
          inTime.add(candidate);
        }
      }
      if (inTime.size() > best.size()) {
        best = inTime;
      }
    }
    return best;
  }

  private boolean isInTime(Request request, long nowNanos, int size) {
    return request.deadlineNanos() == Request.NO_DEADLINE
        || nowNanos + expectedSeconds.applyAsDouble(size) * Arrivals.NANOS
            <= request.deadlineNanos();
  }
}
