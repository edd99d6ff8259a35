package dev.partitura.engine.execute.serve.mlperf;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// Whether a run that ends now may claim that a share of all queries is within a bound: so many of
/// its queries may have been late, and no more.
///
/// Source: MLPerf Inference rules, appendix "Early stopping": among `h + t` queries, at most `t`
/// are late by chance with a probability of no more than `1 - confidence`, were the true share
/// lower.
///
/// @param percentile such as 0.99
/// @param tolerance by which the true share may be lower
/// @param confidence such as 0.99
public record EarlyStopping(double percentile, double tolerance, double confidence) {
  private static final int MOST = Integer.MAX_VALUE / 2;

  private boolean suffices(int late, int inTime) {
    int queries = Math.addExact(late, inTime);
    return BinomialDistribution.of(queries, 1 - (percentile - tolerance))
            .cumulativeProbability(late)
        <= 1 - confidence;
  }

  /// Fewest queries in time with which so many late ones may be.
  public int leastInTime(int late) {
    int high = 1;
    while (!suffices(late, high)) {
      if (high > MOST / 2) {
        return MOST;
      }
      high *= 2;
    }
    int low = high / 2;
    while (low + 1 < high) {
      int middle = (low + high) >>> 1;
      if (suffices(late, middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /// Fewest queries in all with which so many late ones may be.
  public int leastQueries(int late) {
    return Math.addExact(late, leastInTime(late));
  }

  /// Whether a run of so many queries, of which some were late, may claim the percentile.
  public boolean mayClaim(int queries, int late) {
    return queries >= leastQueries(late);
  }

  /// Most late queries that a run of so many may have; -1 when even none is too many.
  public int mostLate(int queries) {
    if (!mayClaim(queries, 0)) {
      return -1;
    }
    int low = 0;
    int high = queries;
    while (low + 1 < high) {
      int middle = (low + high) >>> 1;
      if (suffices(middle, queries - middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
