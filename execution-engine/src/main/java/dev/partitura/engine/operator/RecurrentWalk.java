package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of a recurrent operator through its sequences: reads inputs and first states, lets the
/// cell step, writes outputs and last states. Used by one thread.
final class RecurrentWalk {
  private final RecurrentSequences sequences;
  private final OpContext op;
  private final @Nullable Tensor y;
  private final @Nullable Tensor lastState;
  private final @Nullable Tensor lastCell;

  RecurrentWalk(RecurrentSequences sequences, List<TensorType> types, Operator.Outputs outputs) {
    this.sequences = sequences;
    this.op = sequences.op();
    y = outputs.wanted(0) ? outputs.get(0, types.get(0)) : null;
    lastState = outputs.wanted(1) ? outputs.get(1, types.get(1)) : null;
    lastCell = types.size() > 2 && outputs.wanted(2) ? outputs.get(2, types.get(2)) : null;
  }

  void run(Recurrent.Cell cell, int direction, boolean backward) {
    var x = new double[cell.input];
    var zeros = new double[cell.hidden];
    for (int n = 0; n < sequences.batch(); n++) {
      int length = sequences.length(n);
      var h = sequences.state(5, direction, n, cell.hidden);
      var c = sequences.state(6, direction, n, cell.hidden);
      for (int i = 0; i < sequences.steps(); i++) {
        Checkpoint.pass();
        boolean beyond = i >= length;
        int t = beyond ? i : RecurrentSequences.step(i, length, backward);
        if (!beyond) {
          RecurrentSequences.read(op.tensor(0), sequences.inputPlace(t, n), x);
          cell.step(x, h, c);
        }
        RecurrentSequences.write(y, sequences.outputPlace(t, direction, n), beyond ? zeros : h);
      }
      RecurrentSequences.write(lastState, sequences.statePlace(direction, n), h);
      RecurrentSequences.write(lastCell, sequences.statePlace(direction, n), c);
    }
  }
}
