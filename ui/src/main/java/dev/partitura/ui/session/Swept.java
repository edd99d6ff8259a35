package dev.partitura.ui.session;

import dev.partitura.engine.execute.serve.live.LoadSearch;
import java.util.Comparator;
import java.util.List;

/// Latency by load of one plan, as far as that was tried.
///
/// @param capacityPerSecond requests a second that full batches came to
/// @param deadlineNanos that the p99 is to keep
/// @param points in order of rate
/// @param highestPerSecond that kept it; 0 where none did, not-a-number while that is not known
public record Swept(
    ServedWhat what,
    double capacityPerSecond,
    long deadlineNanos,
    List<LoadSearch.Point> points,
    double highestPerSecond) {
  public Swept {
    points =
        points.stream().sorted(Comparator.comparingDouble(LoadSearch.Point::perSecond)).toList();
  }

  /// Whether the search came to its end.
  public boolean isDone() {
    return !Double.isNaN(highestPerSecond);
  }
}
