package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Long short-term memory: `i, o, f = f(W x + R h + P ∘ c + b)`, `c = f ∘ c + i ∘ g(W x + R h +
/// b)`, `h = o ∘ h(c)`. Gates in the order i, o, f, c; peepholes P in the order i, o, f. Source:
/// ONNX LSTM-1, 7, 14, 22; Hochreiter and Schmidhuber 1997.
final class LSTM extends Recurrent {
  LSTM() {
    super(
        Signature.of(
                "LSTM",
                Category.RECURRENT,
                List.of("X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"),
                3,
                parameters(Parameter.ofInt("input_forget", 0)))
            .withOutputs("Y", "Y_h", "Y_c"),
        4,
        List.of("Sigmoid", "Tanh", "Tanh"));
  }

  @Override
  Cell cell(OpContext op, int direction, List<DoubleUnaryOperator> activations) {
    boolean coupled = op.attributes().intOr("input_forget", 0) != 0;
    return new Cell(op, direction, 4, activations) {
      private final double[] peepholes =
          op.hasInput(7) ? part(op.tensor(7), direction) : new double[3 * hidden];

      private double gate(int gate, int u, double[] x, double[] h, double cellState) {
        return clipped(
            fromInput(gate, u, x)
                + fromState(gate, u, h)
                + peepholes[gate * hidden + u] * cellState);
      }

      @Override
      void step(double[] x, double[] h, double[] c) {
        var f = activations.get(0);
        var next = new double[hidden];
        for (int u = 0; u < hidden; u++) {
          double in = f.applyAsDouble(gate(0, u, x, h, c[u]));
          double forget = coupled ? 1 - in : f.applyAsDouble(gate(2, u, x, h, c[u]));
          double candidate =
              activations.get(1).applyAsDouble(clipped(fromInput(3, u, x) + fromState(3, u, h)));
          c[u] = forget * c[u] + in * candidate;
          double out = f.applyAsDouble(gate(1, u, x, h, c[u]));
          next[u] = out * activations.get(2).applyAsDouble(c[u]);
        }
        System.arraycopy(next, 0, h, 0, hidden);
      }
    };
  }
}
