package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;

/// Gated recurrent unit: `z = f(…)`, `r = f(…)`, `h' = g(W x + r ∘ (R h))` or, with
/// `linear_before_reset` 0, `g(W x + R (r ∘ h))`, then `h = (1 - z) ∘ h' + z ∘ h`. Gates in the
/// order z, r, h. Source: ONNX GRU-1, 3, 7, 14, 22; Cho et al. 2014, arXiv:1406.1078.
final class GRU extends Recurrent {
  GRU() {
    super(
        Signature.of(
                "GRU",
                Category.RECURRENT,
                List.of("X", "W", "R", "B", "sequence_lens", "initial_h"),
                3,
                parameters(Parameter.ofInt("linear_before_reset", 0)))
            .withOutputs("Y", "Y_h"),
        3,
        List.of("Sigmoid", "Tanh"));
  }

  @Override
  Cell cell(OpContext op, int direction, List<CellActivation> activations) {
    boolean resetsAfter = signature().intOf(op.attributes(), "linear_before_reset") != 0;
    return new Cell(op, direction, 3) {
      private final double[] update = new double[hidden];
      private final double[] reset = new double[hidden];
      private final double[] kept = new double[hidden];
      private final double[] next = new double[hidden];

      private double sum(int gate, int u, double[] x, double[] h) {
        return fromInput(gate, u, x) + fromState(gate, u, h);
      }

      // What goes into the activation of the next state.
      private double candidate(int u, double[] x, double[] h) {
        double recurrent = resetsAfter ? reset[u] * fromState(2, u, h) : fromState(2, u, kept);
        return fromInput(2, u, x) + recurrent;
      }

      private void evaluate(double[] x, double[] h) {
        var f = activations.get(0);
        for (int u = 0; u < hidden; u++) {
          update[u] = f.at(clipped(sum(0, u, x, h)));
          reset[u] = f.at(clipped(sum(1, u, x, h)));
          kept[u] = reset[u] * h[u];
        }
        for (int u = 0; u < hidden; u++) {
          next[u] = activations.get(1).at(clipped(candidate(u, x, h)));
        }
      }

      @Override
      void step(double[] x, double[] h, double[] c) {
        evaluate(x, h);
        for (int u = 0; u < hidden; u++) {
          h[u] = (1 - update[u]) * next[u] + update[u] * h[u];
        }
      }

      @Override
      void back(double[] x, double[] h, double[] c, double[] dh, double[] dc, CellGradients sums) {
        evaluate(x, h);
        var f = activations.get(0);
        var before = new double[hidden];
        var dReset = new double[hidden];
        var dKept = new double[hidden];
        for (int u = 0; u < hidden; u++) {
          double d = dh[u] * (1 - update[u]) * slope(activations.get(1), candidate(u, x, h));
          sums.addInput(2, u, d, x);
          if (resetsAfter) {
            dReset[u] = d * fromState(2, u, h);
            sums.addState(2, u, d * reset[u], h, before);
          } else {
            sums.addState(2, u, d, kept, dKept);
          }
        }
        for (int u = 0; u < hidden; u++) {
          if (!resetsAfter) {
            dReset[u] = dKept[u] * h[u];
            before[u] += dKept[u] * reset[u];
          }
          before[u] += dh[u] * update[u];
          double dUpdate = dh[u] * (h[u] - next[u]);
          sums.addGate(0, u, dUpdate * slope(f, sum(0, u, x, h)), x, h, before);
          sums.addGate(1, u, dReset[u] * slope(f, sum(1, u, x, h)), x, h, before);
        }
        System.arraycopy(before, 0, dh, 0, hidden);
      }
    };
  }
}
