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

  private static final int STEPS = RATES - 1;

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
    return of(plan, load, _ -> {});
  }

  /// @param tried hears of each rate when its load is over
  public static LoadSearch of(ServedPlan plan, Load load, Consumer<Point> tried) {
    if (load.settings().deadlines().isEmpty()) {
      throw new IllegalArgumentException("There is no deadline to keep");
    }
    var points = new ArrayList<Point>();
    // A tenth of the capacity shows the latency of a server that has little to do.
    points.add(point(plan, load, plan.capacityPerSecond() / 10));
    tried.accept(points.getFirst());
    boolean little = points.getFirst().kept();
    double tenth = points.getFirst().perSecond();
    double low = little ? tenth : 0;
    double high = little ? plan.capacityPerSecond() * BEYOND_CAPACITY : tenth;
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      var point = point(plan, load, middle);
      points.add(point);
      tried.accept(point);
      if (point.kept()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new LoadSearch(points, low);
  }

  private static Point point(ServedPlan plan, Load load, double perSecond) {
    var result = LoadRun.of(plan, load.withRate(perSecond));
    var measured = result.measured();
    boolean kept =
        measured.latencyNanos().p99() <= load.settings().deadlines().sole()
            && measured.answered() >= LEAST_SHARE * measured.offered();
    return new Point(perSecond, result, kept);
  }
}
