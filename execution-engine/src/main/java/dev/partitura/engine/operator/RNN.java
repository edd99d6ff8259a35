package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

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
  Cell cell(OpContext op, int direction, List<DoubleUnaryOperator> activations) {
    return new Cell(op, direction, 1, activations) {
      @Override
      void step(double[] x, double[] h, double[] c) {
        var next = new double[hidden];
        for (int u = 0; u < hidden; u++) {
          next[u] =
              activations
                  .getFirst()
                  .applyAsDouble(clipped(fromInput(0, u, x) + fromState(0, u, h)));
        }
        System.arraycopy(next, 0, h, 0, hidden);
      }
    };
  }
}
