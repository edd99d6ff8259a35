package dev.partitura.engine.operator;

import java.util.List;

/// Plain recurrent layer: `h = f(W x + Wb + R h + Rb)`. Source: ONNX RNN-1, 7, 14, 22.
final class RNN extends Recurrent {
  RNN() {
    super(
        Signature.of(
                "RNN",
                Category.RECURRENT,
                List.of("X", "W", "R", "B", "sequence_lens", "initial_h"),
                3,
                parameters())
            .withOutputs("Y", "Y_h"),
        1,
        List.of("Tanh"));
  }

  @Override
  Cell cell(OpContext op, int direction, List<CellActivation> activations) {
    return new Cell(op, direction, 1) {
      private double sum(int u, double[] x, double[] h) {
        return fromInput(0, u, x) + fromState(0, u, h);
      }

      @Override
      void step(double[] x, double[] h, double[] c) {
        var next = new double[hidden];
        for (int u = 0; u < hidden; u++) {
          next[u] = activations.getFirst().at(clipped(sum(u, x, h)));
        }
        System.arraycopy(next, 0, h, 0, hidden);
      }

      @Override
      void back(double[] x, double[] h, double[] c, double[] dh, double[] dc, CellGradients sums) {
        var before = new double[hidden];
        for (int u = 0; u < hidden; u++) {
          double d = dh[u] * slope(activations.getFirst(), sum(u, x, h));
          sums.addGate(0, u, d, x, h, before);
        }
        System.arraycopy(before, 0, dh, 0, hidden);
      }
    };
  }
}
