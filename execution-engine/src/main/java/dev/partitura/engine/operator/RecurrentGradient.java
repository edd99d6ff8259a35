package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The gradients of what a recurrent operator reads, back through time: the states of a sequence
/// are made once more and kept, then its steps go back last to first. Inputs are those of the
/// operator and the gradients of its outputs, outputs the gradients of `X, W, R, B, initial_h,
/// initial_c, P`; all states between lie in memory, `steps · hidden` for one sequence after
/// another. What a clip cuts off has no gradient. Made by differentiation; no file holds it.
/// Source: Werbos 1990, doi:10.1109/5.58337.
final class RecurrentGradient implements Operator {
  /// Inputs of the operator itself, at most.
  private static final int OWN = 8;

  /// Inputs whose gradients are the outputs.
  private static final int[] OF = {0, 1, 2, 3, 5, 6, 7};

  private final Recurrent forward;
  private final Signature signature;

  RecurrentGradient(Recurrent forward) {
    this.forward = forward;
    signature =
        new Signature(
            Fused.DOMAIN,
            type(forward.signature()),
            Category.RECURRENT,
            List.of(
                "X",
                "W",
                "R",
                "B",
                "sequence_lens",
                "initial_h",
                "initial_c",
                "P",
                "dY",
                "dY_h",
                "dY_c"),
            3,
            false,
            List.of("dX", "dW", "dR", "dB", "dinitial_h", "dinitial_c", "dP"),
            false,
            forward.signature().parameters());
  }

  private static String type(Signature forward) {
    return forward.type() + "Gradient";
  }

  static List<@Nullable String> of(Backward op, Signature forward) {
    var inputs = new ArrayList<String>();
    for (int input = 0; input < OWN; input++) {
      inputs.add(op.context().hasInput(input) ? op.input(input) : "");
    }
    for (int output = 0; output < 3; output++) {
      inputs.add(Objects.requireNonNullElse(op.gradient(output), ""));
    }
    var made =
        op.own(
            type(forward),
            OF.length,
            op.context().op().attributes(),
            inputs.toArray(String[]::new));
    var each = op.each();
    for (int input = 0; input < op.context().op().inputs().size(); input++) {
      each.add(null);
    }
    for (int output = 0; output < OF.length; output++) {
      if (op.wants(OF[output])) {
        each.set(OF[output], made.get(output));
      }
    }
    return each;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    var types = new ArrayList<TensorType>();
    for (int input : OF) {
      types.add(op.hasInput(input) ? op.type(input) : op.type(0).withShape(Shape.SCALAR));
    }
    return types;
  }

  /// Three times what goes forward: once more, and back to inputs and to parameters.
  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var x = op.type(0).knownShape();
    long perStep =
        2
            * Math.addExact(
                op.type(1).knownShape().elementCount(), op.type(2).knownShape().elementCount());
    return Work.of(Math.multiplyExact(x.product(0, 2), 3 * perStep), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    int directions = Recurrent.directions(run);
    var into = new ArrayList<@Nullable Tensor>();
    for (int output = 0; output < OF.length; output++) {
      var gradient = outputs.wanted(output) ? outputs.get(output, types.get(output)) : null;
      boolean isRead = run.hasInput(OF[output]);
      if (gradient != null && !isRead) {
        gradient.setDouble(0, 0);
      }
      into.add(isRead ? gradient : null);
    }
    var walk = new Walk(RecurrentSequences.of(run, directions), into);
    for (int d = 0; d < directions; d++) {
      walk.run(forward.cell(run, d), d, Recurrent.isBackward(run, d));
    }
    walk.writeInputs();
  }

  /// One run through the sequences.
  private static final class Walk {
    private final RecurrentSequences sequences;
    private final OpContext op;
    private final List<@Nullable Tensor> into;

    /// The gradient of X, to which each direction adds.
    private final double[] dx;

    Walk(RecurrentSequences sequences, List<@Nullable Tensor> into) {
      this.sequences = sequences;
      this.op = sequences.op();
      this.into = into;
      dx = new double[Math.toIntExact(op.tensor(0).elementCount())];
    }

    void run(Recurrent.Cell cell, int direction, boolean backward) {
      var sums = new CellGradients(cell);
      for (int n = 0; n < sequences.batch(); n++) {
        var dh = sequences.state(OWN + 1, direction, n, cell.hidden);
        var dc = sequences.state(OWN + 2, direction, n, cell.hidden);
        back(cell, sums, direction, n, backward, dh, dc);
        RecurrentSequences.write(into.get(4), sequences.statePlace(direction, n), dh);
        RecurrentSequences.write(into.get(5), sequences.statePlace(direction, n), dc);
      }
      RecurrentSequences.write(into.get(1), direction, sums.w);
      RecurrentSequences.write(into.get(2), direction, sums.r);
      RecurrentSequences.write(into.get(3), direction, sums.b);
      RecurrentSequences.write(into.get(6), direction, sums.peepholes);
    }

    /// Makes of the gradients of a sequence's last states those of its first.
    private void back(
        Recurrent.Cell cell,
        CellGradients sums,
        int direction,
        int n,
        boolean backward,
        double[] dh,
        double[] dc) {
      int length = sequences.length(n);
      var x = new double[cell.input];
      var h = new double[length + 1][];
      var c = new double[length + 1][];
      h[0] = sequences.state(5, direction, n, cell.hidden);
      c[0] = sequences.state(6, direction, n, cell.hidden);
      for (int i = 0; i < length; i++) {
        Checkpoint.pass();
        h[i + 1] = h[i].clone();
        c[i + 1] = c[i].clone();
        read(x, RecurrentSequences.step(i, length, backward), n);
        cell.step(x, h[i + 1], c[i + 1]);
      }
      var given = new double[cell.hidden];
      for (int i = length - 1; i >= 0; i--) {
        Checkpoint.pass();
        int t = RecurrentSequences.step(i, length, backward);
        if (op.hasInput(OWN)) {
          RecurrentSequences.read(op.tensor(OWN), sequences.outputPlace(t, direction, n), given);
          for (int u = 0; u < given.length; u++) {
            dh[u] += given[u];
          }
        }
        read(x, t, n);
        cell.back(x, h[i], c[i], dh, dc, sums);
        int place = sequences.inputPlace(t, n) * x.length;
        for (int k = 0; k < x.length; k++) {
          dx[place + k] += sums.x[k];
          sums.x[k] = 0;
        }
      }
    }

    private void read(double[] x, int t, int n) {
      RecurrentSequences.read(op.tensor(0), sequences.inputPlace(t, n), x);
    }

    void writeInputs() {
      RecurrentSequences.write(into.get(0), 0, dx);
    }
  }

  /// Of every sequence by itself; parameters get sums over the batch.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int batch = op.part().attributes().intOr("layout", 0) != 0 ? 0 : 1;
    for (int i = 0; i < op.inputs().size(); i++) {
      boolean isState = i == 5 || i == 6 || i == OWN + 1 || i == OWN + 2;
      int expected = i == 0 || isState ? batch : i == OWN ? (batch == 0 ? 0 : 2) : i == 4 ? 0 : -1;
      boolean fits =
          expected < 0 || (i > 0 && !op.part().hasInput(i))
              ? op.isReplicated(i)
              : op.axis(i) == expected;
      if (!fits) {
        return Sharding.UNKNOWN;
      }
    }
    return output == 0 || OF[output] == 5 || OF[output] == 6
        ? Sharding.along(batch)
        : Sharding.PARTIAL;
  }
}
