package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Spread;
import java.util.Arrays;

/// Decides how long to warm up, by the rule of [RunRequest#UNTIL_SETTLED]. Knows no clock: it is
/// told what was measured.
final class Settling {
  private static final long WINDOW_NANOS = 50_000_000;
  private static final int LEAST_ITERATIONS = 3;
  private static final int WINDOWS = 3;
  private static final double WITHIN = 0.05;
  private static final long BUDGET_NANOS = 2_000_000_000;

  /// Medians of the last windows, the oldest overwritten first.
  private final double[] medians = new double[WINDOWS];

  private int windows;
  private long spentNanos;
  private long onceNanos = 1;
  private int iterations;

  /// Iterations of the next window; 0 when it is enough. The first is a single iteration, which
  /// tells how long one takes.
  int next() {
    if (iterations == 0) {
      return 1;
    }
    if (hasSettled() || spentNanos >= BUDGET_NANOS || spentNanos == 0) {
      return 0;
    }
    long wanted = Math.max(LEAST_ITERATIONS, Math.ceilDiv(WINDOW_NANOS, onceNanos));
    return (int) Math.max(1, Math.min(wanted, Math.ceilDiv(BUDGET_NANOS - spentNanos, onceNanos)));
  }

  /// Hears the iterations of a window.
  void add(long[] nanos) {
    double median = Spread.median(nanos);
    spentNanos += Arrays.stream(nanos).sum();
    onceNanos = Math.max(1, (long) median);
    if (iterations > 0) {
      medians[windows++ % WINDOWS] = median;
    }
    iterations += nanos.length;
  }

  /// What an iteration of the last window took, by the median.
  long onceNanos() {
    return onceNanos;
  }

  int iterations() {
    return iterations;
  }

  boolean hasSettled() {
    var sorted = medians.clone();
    Arrays.sort(sorted);
    return windows >= WINDOWS && sorted[WINDOWS - 1] <= sorted[0] * (1 + WITHIN);
  }
}
