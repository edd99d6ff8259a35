package dev.partitura.engine.execute.serve.formula;

import java.util.ArrayList;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// How long requests take in a greedy batch queue of fixed batch times: what a request that arrives
/// during a batch has still to see of it, the full batches that go before its own, and its own,
/// whose size depends on who comes behind it.
///
/// The moment of arrival is integrated over cells of each batch's time, so that percentiles are
/// good to 0.1 % of the longest batch. Cost O(cells × batch³) at most.
final class BulkLatency {
  private static final int MOST_CELLS = 512;
  private static final int FEWEST_CELLS = 64;
  private static final double MOST_STEPS = 4e8;

  /// Beyond this size it would take too long.
  private static final int LARGEST_BATCH = 256;

  private static final int BINS_OF_BATCH = 4096;
  private static final double NEGLIGIBLE = 1e-14;

  private final double arrivals;
  private final IntToDoubleFunction seconds;
  private final int batchMax;
  private final int cells;
  private final double binSeconds;
  private final ArrayList<double[]> pages = new ArrayList<>();
  private double sum;

  private BulkLatency(double arrivals, IntToDoubleFunction seconds, int batchMax) {
    this.arrivals = arrivals;
    this.seconds = seconds;
    this.batchMax = batchMax;
    double steps = (double) batchMax * batchMax * batchMax / 2;
    cells = (int) Math.clamp(MOST_STEPS / steps, FEWEST_CELLS, MOST_CELLS);
    binSeconds = seconds.applyAsDouble(batchMax) / BINS_OF_BATCH;
  }

  /// @param left shares of the numbers left behind at the ends of batches
  /// @param batchMax the limit, or where there is none any number that is hardly ever left
  /// @return null where it would take too long
  static @Nullable BulkLatency of(
      double arrivals, IntToDoubleFunction seconds, int batchMax, double[] left) {
    if (batchMax > LARGEST_BATCH) {
      return null;
    }
    var latency = new BulkLatency(arrivals, seconds, batchMax);
    latency.add(seconds.applyAsDouble(1), left[0]);
    for (int batch = 1; batch <= batchMax; batch++) {
      latency.duringBatchesOf(batch, excess(left, batch, batchMax));
    }
    return latency;
  }

  /// Shares of the numbers that wait on when a batch of this size starts.
  private static double[] excess(double[] left, int batch, int batchMax) {
    // Whoever comes to an idle server is a batch of one, as is who is left alone.
    double alone = batch == 1 ? left[0] : 0;
    if (batch < batchMax) {
      return new double[] {(batch < left.length ? left[batch] : 0) + alone};
    }
    int last = left.length - 1;
    while (last > batch && left[last] < NEGLIGIBLE) {
      last--;
    }
    var excess = new double[Math.max(1, last - batch + 1)];
    for (int i = 0; i < excess.length && batch + i < left.length; i++) {
      excess[i] = left[batch + i];
    }
    excess[0] += alone;
    return excess;
  }

  private void duringBatchesOf(int batch, double[] excess) {
    double takes = seconds.applyAsDouble(batch);
    double cell = takes / cells;
    for (int i = 0; i < cells; i++) {
      double since = (i + 0.5) * cell;
      var before = counts(arrivals * since);
      var ahead = new double[excess.length + before.length - 1];
      for (int x = 0; x < excess.length; x++) {
        for (int k = 0; excess[x] > NEGLIGIBLE && k < before.length; k++) {
          ahead[x + k] += excess[x] * before[k];
        }
      }
      arrivedWith(ahead, takes - since, arrivals * cell, cell);
    }
  }

  /// @param ahead shares of the numbers that wait before a request
  /// @param rest of the batch in service
  /// @param weight requests that come so, in the time between two ends of batches
  private void arrivedWith(double[] ahead, double rest, double weight, double cell) {
    double full = seconds.applyAsDouble(batchMax);
    for (int fulls = 0; fulls * batchMax < ahead.length; fulls++) {
      double until = rest + fulls * full;
      var behind = counts(arrivals * until);
      var sizes = new double[batchMax + 1];
      for (int place = 0; place < batchMax; place++) {
        int at = fulls * batchMax + place;
        double share = at < ahead.length ? ahead[at] : 0;
        if (share < NEGLIGIBLE) {
          continue;
        }
        double others = 1;
        for (int size = place + 1; size < batchMax; size++) {
          int come = size - place - 1;
          double chance = come < behind.length ? behind[come] : 0;
          sizes[size] += share * chance;
          others -= chance;
        }
        sizes[batchMax] += share * Math.max(0, others);
      }
      for (int size = 1; size <= batchMax; size++) {
        double latency = until + seconds.applyAsDouble(size);
        add(latency - cell / 4, weight * sizes[size] / 2);
        add(latency + cell / 4, weight * sizes[size] / 2);
      }
    }
  }

  /// Poisson probabilities, as many as matter.
  private static double[] counts(double mean) {
    int most = (int) Math.ceil(mean + 9 * Math.sqrt(mean) + 16);
    var counts = new double[most + 1];
    int mode = (int) Math.floor(mean);
    counts[mode] = 1;
    for (int count = mode; count < most; count++) {
      counts[count + 1] = counts[count] * mean / (count + 1);
    }
    for (int count = mode; count > 0; count--) {
      counts[count - 1] = counts[count] * count / mean;
    }
    double all = 0;
    for (double count : counts) {
      all += count;
    }
    for (int count = 0; count <= most; count++) {
      counts[count] /= all;
    }
    return counts;
  }

  private void add(double latency, double weight) {
    if (weight <= 0) {
      return;
    }
    long bin = (long) (latency / binSeconds);
    int page = (int) (bin / BINS_OF_BATCH);
    while (pages.size() <= page) {
      pages.add(new double[BINS_OF_BATCH]);
    }
    pages.get(page)[(int) (bin % BINS_OF_BATCH)] += weight;
    sum += weight;
  }

  /// Share of the requests that take longer.
  double tail(double latency) {
    double bins = latency / binSeconds;
    double beyond = 0;
    for (int page = pages.size() - 1; page >= 0; page--) {
      double first = (double) page * BINS_OF_BATCH;
      if (first + BINS_OF_BATCH <= bins) {
        break;
      }
      var weights = pages.get(page);
      for (int i = weights.length - 1; i >= 0; i--) {
        double above = Math.clamp(first + i + 1 - bins, 0, 1);
        if (above == 0) {
          break;
        }
        beyond += weights[i] * above;
      }
    }
    return beyond / sum;
  }
}
