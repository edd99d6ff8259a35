package dev.partitura.engine.planner.network;

import dev.partitura.engine.plan.Recompute;
import java.util.Arrays;

/// What the ops of a network take on one shard when a micro-batch passes them, as sums over all ops
/// before each place in dependency order: a stage from one place to another takes the difference.
/// Immutable; the arrays are not to be written to.
final class OpFigures {
  /// What is told of each op.
  enum Figure {
    /// Nanoseconds, what shards send each other included.
    FORWARD,
    /// Nanoseconds of gradients of inputs, without what is done again for them.
    INPUTS,
    /// Nanoseconds of gradients of weights.
    WEIGHTS,
    /// Nanoseconds of the updates behind all micro-batches.
    UPDATES,
    /// Nanoseconds in which shards wait for each other, part of the others.
    EXCHANGES,
    /// Bytes.
    PARAMETERS,
    /// Bytes of their sums.
    GRADIENTS,
    /// Bytes that the optimizer remembers.
    STATES,
    /// Most bytes that live within an action; no sum.
    PASSING
  }

  /// What is told of each op and each way to do things again.
  enum Again {
    /// Nanoseconds of what is done again on the way back.
    NANOS,
    /// Bytes that a micro-batch keeps from its way forward until its way back.
    HELD,
    /// Bytes of what is done again before the way back of a stage.
    BYTES
  }

  private final double[][] each;
  private final double[][][] eachAgain;
  private final double[][] sums;
  private final double[][][] sumsAgain;
  private final Peaks passing;

  /// @param each by figure and op
  /// @param eachAgain by recomputation, figure and op
  OpFigures(double[][] each, double[][][] eachAgain) {
    this.each = each;
    this.eachAgain = eachAgain;
    sums = sums(each);
    sumsAgain = Arrays.stream(eachAgain).map(OpFigures::sums).toArray(double[][][]::new);
    passing = new Peaks(each[Figure.PASSING.ordinal()]);
  }

  private static double[][] sums(double[][] each) {
    var sums = new double[each.length][each[0].length + 1];
    for (int figure = 0; figure < each.length; figure++) {
      for (int op = 0; op < each[figure].length; op++) {
        sums[figure][op + 1] = sums[figure][op] + each[figure][op];
      }
    }
    return sums;
  }

  int ops() {
    return each[0].length;
  }

  double of(Figure figure, int from, int to) {
    return figure == Figure.PASSING
        ? passing.of(from, to)
        : sums[figure.ordinal()][to] - sums[figure.ordinal()][from];
  }

  double of(Recompute recompute, Again figure, int from, int to) {
    var of = sumsAgain[recompute.ordinal()][figure.ordinal()];
    return of[to] - of[from];
  }

  /// Nanoseconds of a micro-batch in a stage, there and back.
  double micro(Recompute recompute, int from, int to) {
    return of(Figure.FORWARD, from, to) + back(recompute, from, to);
  }

  /// Nanoseconds of its way back.
  double back(Recompute recompute, int from, int to) {
    return of(Figure.INPUTS, from, to)
        + of(Figure.WEIGHTS, from, to)
        + of(recompute, Again.NANOS, from, to);
  }

  /// Figures on the line through these and others.
  ///
  /// @param at 0 for these, 1 for the others
  OpFigures towards(OpFigures others, double at) {
    return new OpFigures(
        mixed(each, others.each, at),
        java.util.stream.IntStream.range(0, eachAgain.length)
            .mapToObj(way -> mixed(eachAgain[way], others.eachAgain[way], at))
            .toArray(double[][][]::new));
  }

  private static double[][] mixed(double[][] one, double[][] other, double at) {
    var mixed = new double[one.length][one[0].length];
    for (int figure = 0; figure < one.length; figure++) {
      for (int op = 0; op < one[figure].length; op++) {
        mixed[figure][op] =
            Math.max(0, one[figure][op] + at * (other[figure][op] - one[figure][op]));
      }
    }
    return mixed;
  }

  /// The largest of numbers from one place to another. Immutable; cost O(1) after O(n log n).
  private static final class Peaks {
    private final double[][] ofPower;

    Peaks(double[] each) {
      int powers = 32 - Integer.numberOfLeadingZeros(Math.max(1, each.length));
      ofPower = new double[powers][];
      ofPower[0] = each;
      for (int power = 1; power < powers; power++) {
        int half = 1 << (power - 1);
        var before = ofPower[power - 1];
        ofPower[power] = new double[Math.max(0, each.length - 2 * half + 1)];
        for (int at = 0; at < ofPower[power].length; at++) {
          ofPower[power][at] = Math.max(before[at], before[at + half]);
        }
      }
    }

    double of(int from, int to) {
      if (from >= to) {
        return 0;
      }
      int power = 31 - Integer.numberOfLeadingZeros(to - from);
      return Math.max(ofPower[power][from], ofPower[power][to - (1 << power)]);
    }
  }
}
