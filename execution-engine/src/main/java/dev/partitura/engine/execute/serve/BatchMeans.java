package dev.partitura.engine.execute.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.apache.commons.statistics.distribution.TDistribution;

/// Confidence in figures of one long run by batch means: the run is cut into stretches of equally
/// many requests, the figure is taken of each, and these are as good as independent where the
/// stretches are long. Between 20 and 40 stretches; they grow as the run does.
///
/// Source: Law and Kelton, Simulation Modeling and Analysis, section 9.5.3.
final class BatchMeans {
  private static final int FEWEST = 20;
  private static final long FIRST_LENGTH = 64;

  /// Requests of a stretch from which a p99 can be told: five lie beyond it.
  private static final long LENGTH_FOR_P99 = 500;

  private static final int DIGITS = 3;

  private List<Stretch> done = new ArrayList<>();
  private Stretch current = new Stretch();
  private long length = FIRST_LENGTH;

  private static final class Stretch {
    final Histogram latencies = new Histogram(DIGITS);
    double latencySum;
    double waitSum;
    long count;

    void add(Stretch other) {
      latencies.add(other.latencies);
      latencySum += other.latencySum;
      waitSum += other.waitSum;
      count += other.count;
    }
  }

  void add(long latencyNanos, long waitNanos) {
    current.latencies.recordValue(Math.max(0, latencyNanos));
    current.latencySum += latencyNanos;
    current.waitSum += waitNanos;
    current.count++;
    if (current.count == length) {
      done.add(current);
      current = new Stretch();
      if (done.size() == 2 * FEWEST) {
        join();
      }
    }
  }

  private void join() {
    var joined = new ArrayList<Stretch>();
    for (int i = 0; i < done.size(); i += 2) {
      done.get(i).add(done.get(i + 1));
      joined.add(done.get(i));
    }
    done = joined;
    length *= 2;
  }

  /// @param level such as 0.95
  Confidence at(double level) {
    double correlation = correlation(stretch -> stretch.latencySum / stretch.count);
    boolean enough =
        done.size() >= FEWEST
            && length >= LENGTH_FOR_P99
            && Math.abs(correlation) <= 2 / Math.sqrt(done.size());
    return new Confidence(
        level,
        interval(level, stretch -> stretch.latencySum / stretch.count),
        interval(level, stretch -> stretch.waitSum / stretch.count),
        interval(level, stretch -> stretch.latencies.getValueAtPercentile(99)),
        done.size(),
        length,
        correlation,
        enough);
  }

  private Interval interval(double level, ToDoubleFunction<Stretch> figure) {
    int count = done.size();
    if (count < 2) {
      return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double mean = mean(figure);
    double squares = 0;
    for (var stretch : done) {
      double off = figure.applyAsDouble(stretch) - mean;
      squares += off * off;
    }
    double error = Math.sqrt(squares / (count - 1) / count);
    double factor = TDistribution.of(count - 1).inverseSurvivalProbability((1 - level) / 2);
    return new Interval(mean - factor * error, mean + factor * error);
  }

  private double mean(ToDoubleFunction<Stretch> figure) {
    return done.stream().mapToDouble(figure).average().orElse(0);
  }

  /// Of each stretch with the next.
  private double correlation(ToDoubleFunction<Stretch> figure) {
    double mean = mean(figure);
    double products = 0;
    double squares = 0;
    double before = 0;
    for (var stretch : done) {
      double off = figure.applyAsDouble(stretch) - mean;
      products += before * off;
      squares += off * off;
      before = off;
    }
    return squares == 0 ? 0 : products / squares;
  }
}
