package dev.partitura.engine.execute.serve.mlperf;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How MLPerf Inference makes a load, and what it reports.
///
/// Source: MLPerf Inference rules, section "Scenarios".
public enum LoadScenario {
  /// One sample, and the next when it is answered.
  SINGLE_STREAM(1, 0.90, "closed loop", "latency at 90 %, early-stopping estimate"),

  /// Eight samples, and the next eight when they are answered.
  MULTI_STREAM(8, 0.99, "closed loop", "latency at 99 %, early-stopping estimate"),

  /// Poisson arrivals, whether or not the server keeps up.
  SERVER(1, 0.99, "Poisson", "largest Poisson rate of which 99 % of the queries meet the bound"),

  /// All samples at once.
  OFFLINE(24_576, 0, "all at once", "samples per second");

  private static final int LEAST_SECONDS = 600;

  private final int samplesOfQuery;
  private final double percentile;
  private final String arrivals;
  private final String metric;

  LoadScenario(int samplesOfQuery, double percentile, String arrivals, String metric) {
    this.samplesOfQuery = samplesOfQuery;
    this.percentile = percentile;
    this.arrivals = arrivals;
    this.metric = metric;
  }

  public static Optional<LoadScenario> find(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /// As it is written on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// At least.
  public int samplesOfQuery() {
    return samplesOfQuery;
  }

  /// Share of the queries that the metric is about; 0 where it is about none.
  public double percentile() {
    return percentile;
  }

  public String arrivals() {
    return arrivals;
  }

  public String metric() {
    return metric;
  }

  /// What a run must last to count.
  public int leastSeconds() {
    return LEAST_SECONDS;
  }
}
