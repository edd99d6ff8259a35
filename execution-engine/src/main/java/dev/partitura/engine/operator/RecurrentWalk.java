package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of a recurrent operator through its sequences: reads inputs and first states, lets the
/// cell step, writes outputs and last states. Used by one thread.
final class RecurrentWalk {
  private final OpContext op;
  private final boolean batchFirst;
  private final int directions;
  private final int steps;
  private final int batch;
  private final @Nullable Tensor y;
  private final @Nullable Tensor lastState;
  private final @Nullable Tensor lastCell;

  RecurrentWalk(
      OpContext op,
      List<TensorType> types,
      Operator.Outputs outputs,
      boolean batchFirst,
      int directions) {
    this.op = op;
    this.batchFirst = batchFirst;
    this.directions = directions;
    var x = op.tensor(0).shape();
    steps = Math.toIntExact(x.size(batchFirst ? 1 : 0));
    batch = Math.toIntExact(x.size(batchFirst ? 0 : 1));
    y = outputs.wanted(0) ? outputs.get(0, types.get(0)) : null;
    lastState = outputs.wanted(1) ? outputs.get(1, types.get(1)) : null;
    lastCell = types.size() > 2 && outputs.wanted(2) ? outputs.get(2, types.get(2)) : null;
  }

  void run(Recurrent.Cell cell, int direction, boolean backward) {
    var x = new double[cell.input];
    for (int n = 0; n < batch; n++) {
      int length = length(n);
      var h = firstState(5, direction, n, cell.hidden);
      var c = firstState(6, direction, n, cell.hidden);
      for (int i = 0; i < steps; i++) {
        Checkpoint.pass();
        boolean beyond = i >= length;
        int t = beyond ? i : backward ? length - 1 - i : i;
        if (!beyond) {
          read(x, t, n);
          cell.step(x, h, c);
        }
        write(y, outputPlace(t, direction, n), h, beyond);
      }
      write(lastState, statePlace(direction, n), h, false);
      write(lastCell, statePlace(direction, n), c, false);
    }
  }

  private int length(int n) {
    if (!op.hasInput(4)) {
      return steps;
    }
    long length = op.tensor(4).longAt(n);
    if (length < 0 || length > steps) {
      throw op.refuse("op.rnn.length", length, steps);
    }
    return (int) length;
  }

  private double[] firstState(int input, int direction, int n, int hidden) {
    var state = new double[hidden];
    boolean isState = input == 5 || op.op().inputs().size() > 5 && op.op().type().equals("LSTM");
    if (isState && op.hasInput(input)) {
      for (int i = 0; i < hidden; i++) {
        state[i] = op.tensor(input).doubleAt((long) statePlace(direction, n) * hidden + i);
      }
    }
    return state;
  }

  private void read(double[] x, int t, int n) {
    long start = (long) (batchFirst ? n * steps + t : t * batch + n) * x.length;
    for (int i = 0; i < x.length; i++) {
      x[i] = op.tensor(0).doubleAt(start + i);
    }
  }

  private int outputPlace(int t, int direction, int n) {
    return batchFirst
        ? (n * steps + t) * directions + direction
        : (t * directions + direction) * batch + n;
  }

  private int statePlace(int direction, int n) {
    return batchFirst ? n * directions + direction : direction * batch + n;
  }

  private static void write(@Nullable Tensor target, int place, double[] values, boolean asZeros) {
    for (int i = 0; target != null && i < values.length; i++) {
      target.setDouble((long) place * values.length + i, asZeros ? 0 : values[i]);
    }
  }
}
