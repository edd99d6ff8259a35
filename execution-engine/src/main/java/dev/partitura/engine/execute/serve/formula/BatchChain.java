package dev.partitura.engine.execute.serve.formula;

import java.util.ArrayList;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Requests left behind when a batch ends: the next batch takes what waits, up to a limit, and
/// while it is served others arrive.
final class BatchChain {
  /// Room for the bands of a chain, in numbers.
  private static final long MOST_NUMBERS = 60_000_000;

  /// Share of arrivals beyond which a count is left out.
  private static final double NEGLIGIBLE = 1e-19;

  private BatchChain() {}

  /// Probabilities of 0, 1, 2 … arrivals during one service.
  interface ArrivalCounts {
    double probability(int count);

    double mean();

    default double[] listed() {
      var list = new ArrayList<Double>();
      double last = 1;
      for (int count = 0; count <= mean() || last > NEGLIGIBLE; count++) {
        last = probability(count);
        list.add(last);
      }
      return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /// The shares of the numbers left behind.
  ///
  /// @param taken by the batch that follows when so many are left; never falls
  /// @param counts of arrivals during the service that follows when so many are left
  /// @param states at most
  /// @return null when it would take too much memory
  static double @Nullable [] solve(
      IntUnaryOperator taken, IntFunction<ArrivalCounts> counts, int states) {
    var rows = new double[states][];
    var from = new int[states];
    long numbers = 0;
    double[] listed = {};
    int before = -1;
    for (int left = 0; left < states; left++) {
      int takes = taken.applyAsInt(left);
      if (takes != before) {
        listed = counts.apply(left).listed();
        before = takes;
      }
      from[left] = left - takes;
      int width = Math.min(listed.length, states - from[left]);
      // A band must reach beyond its own state, where elimination puts what goes around.
      var row = new double[Math.max(width, Math.min(takes + 1, states - from[left]))];
      for (int count = 0; count < listed.length; count++) {
        row[Math.min(count, row.length - 1)] += listed[count];
      }
      rows[left] = row;
      numbers += row.length;
      if (numbers > MOST_NUMBERS) {
        return null;
      }
    }
    return new StationaryChain(rows, from).solve();
  }

  /// How many states hold all but a share of 1e-20: beyond the batch, each is less likely than the
  /// one before by a factor that solves `z^batch = growth(z)`.
  ///
  /// @param growth generating function of the arrivals during one service of a full batch
  static int states(int batch, DoubleUnaryOperator growth, int most) {
    double low = 1;
    double high = 2;
    while (batch * Math.log(high) > Math.log(growth.applyAsDouble(high)) && high < 1e6) {
      high *= 2;
    }
    for (int i = 0; i < 200; i++) {
      double middle = (low + high) / 2;
      double grown = growth.applyAsDouble(middle);
      if (grown > 0 && batch * Math.log(middle) > Math.log(grown)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double needed = 2.0 * batch + 50 + Math.log(1e20) / Math.log(Math.max(low, 1 + 1e-12));
    return (int) Math.min(most, Math.ceil(needed));
  }
}
