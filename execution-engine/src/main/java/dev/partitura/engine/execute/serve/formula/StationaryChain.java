package dev.partitura.engine.execute.serve.formula;

import java.util.Arrays;

/// The stationary distribution of a chain whose rows are bands: by elimination of one state after
/// another without a subtraction, so that small shares are as exact as large ones.
///
/// Source: Grassmann, Taksar and Heyman 1985, doi:10.1287/opre.33.5.1107.
final class StationaryChain {
  private final double[][] rows;
  private final int[] from;

  /// @param rows probabilities of the states from `from[i]` on; changed by solving
  /// @param from where each row begins, never falling from one row to the next
  StationaryChain(double[][] rows, int[] from) {
    this.rows = rows;
    this.from = from;
  }

  /// Cost O(states × width²) at most.
  double[] solve() {
    int states = rows.length;
    for (int state = states - 1; state > 0; state--) {
      eliminate(state);
    }
    var shares = new double[states];
    shares[0] = 1;
    double sum = 1;
    for (int state = 1; state < states; state++) {
      for (int before = state - 1; before >= 0 && reaches(before, state); before--) {
        shares[state] += shares[before] * rows[before][state - from[before]];
      }
      sum += shares[state];
    }
    double all = sum;
    return Arrays.stream(shares).map(share -> share / all).toArray();
  }

  private boolean reaches(int row, int state) {
    return from[row] + rows[row].length > state;
  }

  private void eliminate(int state) {
    double down = 0;
    for (int to = from[state]; to < state; to++) {
      down += rows[state][to - from[state]];
    }
    for (int before = state - 1; before >= 0 && reaches(before, state); before--) {
      var row = rows[before];
      double goes = row[state - from[before]] / down;
      row[state - from[before]] = goes;
      if (goes > 0) {
        for (int to = from[state]; to < state; to++) {
          row[to - from[before]] += goes * rows[state][to - from[state]];
        }
      }
    }
  }
}
