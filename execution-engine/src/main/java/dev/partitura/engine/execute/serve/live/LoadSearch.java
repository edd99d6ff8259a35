package dev.partitura.engine.execute.serve.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Finds by bisection the highest rate whose p99 keeps the deadline. A rate at which more than one
/// of a hundred requests is shed or unanswered keeps it not.
///
/// @param points every rate that was tried, in order of rate
/// @param highestPerSecond 0 where none kept the deadline
public record LoadSearch(List<Point> points, double highestPerSecond) {
  /// Rates that are tried.
  public static final int RATES = 8;

  /// Above what full batches can be answered, no rate keeps anything for long.
  private static final double BEYOND_CAPACITY = 1.05;

  private static final double LEAST_SHARE = 0.99;

  /// @param perSecond that was offered
  /// @param kept whether the p99 kept the deadline
  public record Point(double perSecond, LoadResult result, boolean kept) {}

  public LoadSearch {
    points = points.stream().sorted(Comparator.comparingDouble(Point::perSecond)).toList();
  }

  /// Takes [Load#seconds] for each of eight rates.
  public static LoadSearch of(ServedPlan plan, Load load) {
    return of(plan, load, LoadWatch.NONE, _ -> {});
  }

  /// The same while somebody watches, who may end it: what is found by then is told.
  ///
  /// @param tried hears of each rate when its load is over
  public static LoadSearch of(ServedPlan plan, Load load, LoadWatch watch, Consumer<Point> tried) {
    if (load.settings().deadlines().isEmpty()) {
      throw new IllegalArgumentException("There is no deadline to keep");
    }
    var points = new ArrayList<Point>();
    double tenth = plan.capacityPerSecond() / 10;
    double low = 0;
    double high = plan.capacityPerSecond() * BEYOND_CAPACITY;
    // A tenth of the capacity shows the latency of a server that has little to do.
    double next = tenth;
    for (int rate = 0; rate < RATES; rate++) {
      var point = point(plan, load, next, watch);
      if (watch.isOver()) {
        break;
      }
      points.add(point);
      tried.accept(point);
      if (point.kept()) {
        low = next;
      } else {
        high = next;
      }
      next = (low + high) / 2;
    }
    return new LoadSearch(points, low);
  }

  private static Point point(ServedPlan plan, Load load, double perSecond, LoadWatch watch) {
    var result = LoadRun.of(plan, load.withRate(perSecond), watch);
    var measured = result.measured();
    boolean kept =
        measured.latencyNanos().p99() <= load.settings().deadlines().sole()
            && measured.answered() >= LEAST_SHARE * measured.offered();
    return new Point(perSecond, result, kept);
  }
}
