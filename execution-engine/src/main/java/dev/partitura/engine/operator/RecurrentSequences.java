package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Where a recurrent op finds what belongs to a step of a sequence, whichever axis comes first.
///
/// @param directions in which it is walked
/// @param steps of the longest sequence
record RecurrentSequences(OpContext op, boolean batchFirst, int directions, int steps, int batch) {
  static RecurrentSequences of(OpContext op, int directions) {
    boolean batchFirst = op.attributes().intOr("layout", 0) != 0;
    var x = op.tensor(0).shape();
    return new RecurrentSequences(
        op,
        batchFirst,
        directions,
        Math.toIntExact(x.size(batchFirst ? 1 : 0)),
        Math.toIntExact(x.size(batchFirst ? 0 : 1)));
  }

  /// Steps of sequence `n`.
  int length(int n) {
    if (!op.hasInput(4)) {
      return steps;
    }
    long length = op.tensor(4).longAt(n);
    if (length < 0 || length > steps) {
      throw op.refuse("op.rnn.length", length, steps);
    }
    return (int) length;
  }

  /// The step that is walked as number `i` of `length`.
  static int step(int i, int length, boolean backward) {
    return backward ? length - 1 - i : i;
  }

  /// A state of sequence `n` out of an input that has one for each direction; zeros where there is
  /// no such input.
  double[] state(int input, int direction, int n, int hidden) {
    var state = new double[hidden];
    if (op.hasInput(input)) {
      read(op.tensor(input), statePlace(direction, n), state);
    }
    return state;
  }

  /// Reads the vector in a place.
  static void read(Tensor tensor, int place, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.doubleAt((long) place * values.length + i);
    }
  }

  int inputPlace(int t, int n) {
    return batchFirst ? n * steps + t : t * batch + n;
  }

  int outputPlace(int t, int direction, int n) {
    return batchFirst
        ? (n * steps + t) * directions + direction
        : (t * directions + direction) * batch + n;
  }

  int statePlace(int direction, int n) {
    return batchFirst ? n * directions + direction : direction * batch + n;
  }

  /// Writes a vector to a place, or nothing where there is no tensor.
  static void write(@Nullable Tensor target, int place, double[] values) {
    for (int i = 0; target != null && i < values.length; i++) {
      target.setDouble((long) place * values.length + i, values[i]);
    }
  }
}
