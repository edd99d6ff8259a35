package dev.partitura.engine.execute.serve.mlperf;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// Queries after which a tail latency is known within a margin.
///
/// Source: MLPerf Inference rules, "Server and offline: number of queries": the normal
/// approximation of a proportion, rounded up to a multiple of 2^13.
///
/// @param percentile share of the queries within the bound, such as 0.99
/// @param margin by which the share may be wrong
/// @param confidence such as 0.99
public record MinimumQueries(double percentile, double margin, double confidence) {
  private static final long ROUNDED_TO = 1 << 13;

  /// A twentieth of what lies beyond the percentile: MLPerf's own margin.
  public static double usualMargin(double percentile) {
    return (1 - percentile) / 20;
  }

  public long inferences() {
    double deviations =
        NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    return Math.round(deviations * deviations * percentile * (1 - percentile) / (margin * margin));
  }

  public long rounded() {
    return Math.ceilDiv(inferences(), ROUNDED_TO) * ROUNDED_TO;
  }
}
