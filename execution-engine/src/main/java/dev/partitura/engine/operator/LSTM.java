package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;

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
  Cell cell(OpContext op, int direction, List<CellActivation> activations) {
    boolean coupled = signature().intOf(op.attributes(), "input_forget") != 0;
    return new Cell(op, direction, 4) {
      private final double[] peepholes =
          op.hasInput(7) ? part(op.tensor(7), direction) : new double[3 * hidden];

      private double gate(int gate, int u, double[] x, double[] h, double cellState) {
        return fromInput(gate, u, x)
            + fromState(gate, u, h)
            + peepholes[gate * hidden + u] * cellState;
      }

      private double candidate(int u, double[] x, double[] h) {
        return fromInput(3, u, x) + fromState(3, u, h);
      }

      @Override
      void step(double[] x, double[] h, double[] c) {
        var f = activations.get(0);
        var next = new double[hidden];
        for (int u = 0; u < hidden; u++) {
          double in = f.at(clipped(gate(0, u, x, h, c[u])));
          double forget = coupled ? 1 - in : f.at(clipped(gate(2, u, x, h, c[u])));
          double candidate = activations.get(1).at(clipped(candidate(u, x, h)));
          c[u] = forget * c[u] + in * candidate;
          double out = f.at(clipped(gate(1, u, x, h, c[u])));
          next[u] = out * activations.get(2).at(c[u]);
        }
        System.arraycopy(next, 0, h, 0, hidden);
      }

      @Override
      void back(double[] x, double[] h, double[] c, double[] dh, double[] dc, CellGradients sums) {
        var f = activations.get(0);
        var before = new double[hidden];
        for (int u = 0; u < hidden; u++) {
          double inSum = gate(0, u, x, h, c[u]);
          double forgetSum = gate(2, u, x, h, c[u]);
          double in = f.at(clipped(inSum));
          double forget = coupled ? 1 - in : f.at(clipped(forgetSum));
          double candidate = activations.get(1).at(clipped(candidate(u, x, h)));
          double cell = forget * c[u] + in * candidate;
          double outSum = gate(1, u, x, h, cell);
          double dOut = dh[u] * activations.get(2).at(cell) * slope(f, outSum);
          double dCell =
              dc[u]
                  + dh[u] * f.at(clipped(outSum)) * activations.get(2).slopeAt(cell)
                  + dOut * peepholes[hidden + u];
          double dIn = dCell * (coupled ? candidate - c[u] : candidate) * slope(f, inSum);
          double dForget = coupled ? 0 : dCell * c[u] * slope(f, forgetSum);
          double dCandidate = dCell * in * slope(activations.get(1), candidate(u, x, h));
          sums.addGate(0, u, dIn, x, h, before);
          sums.addGate(1, u, dOut, x, h, before);
          sums.addGate(2, u, dForget, x, h, before);
          sums.addGate(3, u, dCandidate, x, h, before);
          sums.addPeephole(0, u, dIn * c[u]);
          sums.addPeephole(1, u, dOut * cell);
          sums.addPeephole(2, u, dForget * c[u]);
          dc[u] = dCell * forget + dIn * peepholes[u] + dForget * peepholes[2 * hidden + u];
        }
        System.arraycopy(before, 0, dh, 0, hidden);
      }
    };
  }
}
