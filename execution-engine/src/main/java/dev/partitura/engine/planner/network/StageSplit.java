package dev.partitura.engine.planner.network;

import org.jspecify.annotations.Nullable;

/// Cuts ops in dependency order into stages that follow each other so that the slowest is as fast
/// as can be. Exact for the places where cuts may be, up to [#NEAR]: a stage that goes as far as a
/// time allows leaves least to those behind it, so a time is possible or not by one walk, and the
/// least that is possible is one of the times of single stages. Pure; cost O(places · log(places ·
/// stages)) walks of a stage each.
final class StageSplit {
  /// Times nearer than this are one.
  private static final double NEAR = 1e-4;

  private StageSplit() {}

  /// What a stage takes.
  @FunctionalInterface
  interface StageCost {
    /// Not less when the stage is longer; infinite where it has no room.
    double of(int stage, int from, int to);
  }

  /// Begins of the stages and the end of the last; null where there is no split.
  ///
  /// @param places where stages may begin, beside 0 and `ops`, ascending
  static int @Nullable [] of(int ops, int[] places, int stages, StageCost cost) {
    if (stages == 1) {
      return Double.isFinite(cost.of(0, 0, ops)) ? new int[] {0, ops} : null;
    }
    if (places.length < stages - 1) {
      return null;
    }
    var points = new int[places.length + 2];
    System.arraycopy(places, 0, points, 1, places.length);
    points[points.length - 1] = ops;
    int[] best = walk(points, stages, cost, Double.MAX_VALUE);
    if (best == null) {
      return null;
    }
    double low = 0;
    double high = slowest(best, stages, cost);
    // Halving ends at the time of a stage: each walk that succeeds gives one.
    for (int turn = 0; turn < 40 && high - low > NEAR * high; turn++) {
      double middle = (low + high) / 2;
      var found = walk(points, stages, cost, middle);
      if (found == null) {
        low = middle;
      } else {
        best = found;
        high = Math.min(middle, slowest(found, stages, cost));
      }
    }
    return best;
  }

  static double slowest(int[] ends, int stages, StageCost cost) {
    double slowest = 0;
    for (int stage = 0; stage < stages; stage++) {
      slowest = Math.max(slowest, cost.of(stage, ends[stage], ends[stage + 1]));
    }
    return slowest;
  }

  /// Each stage as long as `most` lets it, but so that each behind it has an op.
  private static int @Nullable [] walk(int[] points, int stages, StageCost cost, double most) {
    var ends = new int[stages + 1];
    int at = 0;
    for (int stage = 0; stage < stages; stage++) {
      int farthest = points.length - (stages - stage);
      int from = points[at];
      if (cost.of(stage, from, points[at + 1]) > most) {
        return null;
      }
      int low = at + 1;
      int high = farthest;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (cost.of(stage, from, points[middle]) <= most) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      at = low;
      ends[stage + 1] = points[at];
    }
    return at == points.length - 1 ? ends : null;
  }
}
