package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recurrent layer: walks a sequence `X [seq, batch, input]` forward, backward or both, `Y [seq,
/// directions, batch, hidden]`; with `layout` 1 batch comes first. Sequences shorter than the
/// longest leave zeros behind their end and keep their last state.
abstract class Recurrent implements Operator {
  private final Signature signature;
  private final int gates;
  private final List<String> defaultActivations;

  Recurrent(Signature signature, int gates, List<String> defaultActivations) {
    this.signature = signature;
    this.gates = gates;
    this.defaultActivations = defaultActivations;
  }

  static Parameter[] parameters(Parameter... own) {
    var parameters =
        new ArrayList<Parameter>(
            List.of(
                Parameter.optional("hidden_size", Kind.INT),
                Parameter.ofString("direction", "forward", "forward", "reverse", "bidirectional"),
                Parameter.ofInt("layout", 0),
                Parameter.optional("activations", Kind.STRINGS),
                Parameter.optional("activation_alpha", Kind.FLOATS),
                Parameter.optional("activation_beta", Kind.FLOATS),
                Parameter.optional("clip", Kind.FLOAT)));
    parameters.addAll(List.of(own));
    return parameters.toArray(Parameter[]::new);
  }

  /// One direction's numbers, and the step through time that the cell takes.
  abstract static class Cell {
    final int input;
    final int hidden;
    final double[] w;
    final double[] r;
    final double[] b;
    final double clip;

    Cell(OpContext op, int direction, int gates) {
      input = Math.toIntExact(op.tensor(1).shape().size(2));
      hidden = Math.toIntExact(op.tensor(2).shape().size(2));
      w = part(op.tensor(1), direction);
      r = part(op.tensor(2), direction);
      b = op.hasInput(3) ? part(op.tensor(3), direction) : new double[2 * gates * hidden];
      clip = op.attributes().floatOr("clip", Float.POSITIVE_INFINITY);
    }

    static double[] part(Tensor tensor, int direction) {
      int length = Math.toIntExact(tensor.shape().product(1, tensor.shape().rank()));
      var part = new double[length];
      for (int i = 0; i < length; i++) {
        part[i] = tensor.doubleAt((long) direction * length + i);
      }
      return part;
    }

    double clipped(double x) {
      return Math.clamp(x, -clip, clip);
    }

    /// `W[gate, unit] · x + Wb`.
    double fromInput(int gate, int unit, double[] x) {
      int row = gate * hidden + unit;
      double sum = b[row];
      for (int i = 0; i < input; i++) {
        sum += w[row * input + i] * x[i];
      }
      return sum;
    }

    /// `R[gate, unit] · h + Rb`.
    double fromState(int gate, int unit, double[] h) {
      int row = gate * hidden + unit;
      double sum = b[b.length / 2 + row];
      for (int i = 0; i < hidden; i++) {
        sum += r[row * hidden + i] * h[i];
      }
      return sum;
    }

    /// The derivative of an activation of a clipped number by that number; 0 where it is cut off.
    double slope(CellActivation activation, double x) {
      return x > -clip && x < clip ? activation.slopeAt(x) : 0;
    }

    /// Replaces the state `h` (and, for an LSTM, the cell state `c`) by the next.
    abstract void step(double[] x, double[] h, double[] c);

    /// The way back of [#step]: replaces the gradients `dh` and `dc` of the states after the step
    /// by those of the states `h` and `c` before it, and adds what is due to `x` and the
    /// parameters.
    abstract void back(
        double[] x, double[] h, double[] c, double[] dh, double[] dc, CellGradients sums);
  }

  abstract Cell cell(OpContext op, int direction, List<CellActivation> activations);

  private boolean hasCellState() {
    return signature.outputs().size() > 2;
  }

  @Override
  public final Signature signature() {
    return signature;
  }

  private boolean batchFirst(OpContext op) {
    return signature().intOf(op.attributes(), "layout") != 0;
  }

  static int directions(OpContext op) {
    var direction = op.attributes().stringOr("direction", "forward");
    return switch (direction) {
      case "forward", "reverse" -> 1;
      case "bidirectional" -> 2;
      default ->
          throw op.refuse(
              "op.attribute.choice",
              "direction",
              direction,
              List.of("forward", "reverse", "bidirectional"));
    };
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1, 2, 3);
    op.requireRank(0, 3);
    op.requireRank(1, 3);
    op.requireRank(2, 3);
    int directions = directions(op);
    CellActivation.of(op, defaultActivations, directions);
    var x = op.shape(0);
    var r = op.shape(2);
    long hidden = op.attributes().intOr("hidden_size", r == null ? Shape.UNKNOWN : r.size(2));
    if (op.attributes().has("hidden_size") && hidden < 1) {
      throw op.refuse("op.attribute.positive", "hidden_size", hidden);
    }
    if (op.attributes().floatOr("clip", 1) < 0) {
      throw op.refuse("op.rnn.clip", op.attributes().floatOr("clip", 1));
    }
    requireWeights(op, 1, directions, hidden, x == null ? Shape.UNKNOWN : x.size(2));
    requireWeights(op, 2, directions, hidden, hidden);
    requireStates(
        op, directions, hidden, x == null ? Shape.UNKNOWN : x.size(batchFirst(op) ? 0 : 1));
    var known = x == null ? ShapeAxes.ofRank(3) : x;
    int batch = batchFirst(op) ? 0 : 1;
    ShapeAxes y;
    ShapeAxes state;
    if (batchFirst(op)) {
      y = new ShapeAxes().add(known, 0).add(known, 1).add(directions).add(hidden);
      state = new ShapeAxes().add(known, batch).add(directions).add(hidden);
    } else {
      y = new ShapeAxes().add(known, 0).add(directions).add(known, 1).add(hidden);
      state = new ShapeAxes().add(directions).add(known, batch).add(hidden);
    }
    var types =
        new ArrayList<>(
            List.of(op.type(0).withShape(y.shape()), op.type(0).withShape(state.shape())));
    if (hasCellState()) {
      types.add(op.type(0).withShape(state.shape()));
    }
    return types;
  }

  private void requireStates(OpContext op, int directions, long hidden, long batch) {
    requireCount(op, 3, 2L * gates * hidden * directions, hidden);
    requireCount(op, 4, batch, batch);
    if (op.hasInput(4)) {
      op.requireIndices(4);
    }
    for (int input = 5; input < signature.inputs().size(); input++) {
      if (op.hasInput(input)) {
        op.requireSameType(0, input);
      }
      long count = input == 7 ? 3 : batch;
      requireCount(op, input, directions * count * hidden, Math.min(count, hidden));
    }
  }

  /// Refuses an input of another count than `count`, which holds where `known` is no unknown size.
  private static void requireCount(OpContext op, int input, long count, long known) {
    var shape = op.hasInput(input) ? op.shape(input) : null;
    if (shape != null && shape.isStatic() && known >= 0 && shape.elementCount() != count) {
      throw op.refuse("op.rnn.state", shape, input, count);
    }
  }

  private void requireWeights(OpContext op, int input, int directions, long hidden, long columns) {
    var shape = op.shape(input);
    if (shape == null) {
      return;
    }
    boolean fits =
        (!shape.isKnown(0) || shape.size(0) == directions)
            && (!shape.isKnown(1) || hidden < 0 || shape.size(1) == gates * hidden)
            && (!shape.isKnown(2) || columns < 0 || shape.size(2) == columns);
    if (!fits) {
      throw op.refuse(
          "op.rnn.weights", shape, input, directions, gates * hidden, columns < 0 ? "?" : columns);
    }
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var x = op.shape(0);
    var w = op.shape(1);
    var r = op.shape(2);
    if (x == null || w == null || r == null || !x.isStatic() || !w.isStatic() || !r.isStatic()) {
      return Work.NONE;
    }
    long perStep = 2 * Math.addExact(w.elementCount(), r.elementCount());
    var used = outputs.subList(0, Math.min(outputs.size(), op.outputCount()));
    return Work.of(Math.multiplyExact(x.product(0, 2), perStep), op, used);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    int directions = directions(run);
    var walk = new RecurrentWalk(RecurrentSequences.of(run, directions), types, outputs);
    for (int d = 0; d < directions; d++) {
      walk.run(cell(run, d), d, isBackward(run, d));
    }
  }

  /// The cell of a direction, with its parameters.
  final Cell cell(OpContext op, int direction) {
    int each = defaultActivations.size();
    var activations = CellActivation.of(op, defaultActivations, directions(op));
    return cell(op, direction, activations.subList(direction * each, (direction + 1) * each));
  }

  /// Whether a direction walks sequences last to first.
  static boolean isBackward(OpContext op, int direction) {
    return direction == 1 || op.attributes().stringOr("direction", "forward").equals("reverse");
  }

  @Override
  public boolean takesAnyGradient() {
    return true;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return RecurrentGradient.of(op, signature);
  }

  /// Every sequence of the batch runs by itself.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int batch = batchFirst(op.part()) ? 0 : 1;
    for (int i = 0; i < op.inputs().size(); i++) {
      int expected = i == 0 || i == 5 || i == 6 ? batch : i == 4 ? 0 : -1;
      boolean fits =
          expected < 0 || (i > 0 && !op.part().hasInput(i))
              ? op.isReplicated(i)
              : op.axis(i) == expected;
      if (!fits) {
        return Sharding.UNKNOWN;
      }
    }
    return Sharding.along(output == 0 && batch == 1 ? 2 : batch);
  }
}
