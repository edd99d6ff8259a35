package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

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
  Cell cell(OpContext op, int direction, List<DoubleUnaryOperator> activations) {
    boolean resetsAfter = op.attributes().intOr("linear_before_reset", 0) != 0;
    return new Cell(op, direction, 3, activations) {
      @Override
      void step(double[] x, double[] h, double[] c) {
        var f = activations.get(0);
        var g = activations.get(1);
        var update = new double[hidden];
        var reset = new double[hidden];
        var kept = new double[hidden];
        for (int u = 0; u < hidden; u++) {
          update[u] = f.applyAsDouble(clipped(fromInput(0, u, x) + fromState(0, u, h)));
          reset[u] = f.applyAsDouble(clipped(fromInput(1, u, x) + fromState(1, u, h)));
          kept[u] = reset[u] * h[u];
        }
        var next = new double[hidden];
        for (int u = 0; u < hidden; u++) {
          double recurrent = resetsAfter ? reset[u] * fromState(2, u, h) : fromState(2, u, kept);
          next[u] = g.applyAsDouble(clipped(fromInput(2, u, x) + recurrent));
        }
        for (int u = 0; u < hidden; u++) {
          h[u] = (1 - update[u]) * next[u] + update[u] * h[u];
        }
      }
    };
  }
}
