package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/// Gaussian error linear unit: exact `X/2 · (1 + erf(X / √2))`, or with `approximate = tanh` by
/// `X/2 · (1 + tanh(√(2/π) · (X + 0.044715 X³)))`. Source: ONNX Gelu-20; Hendrycks and Gimpel 2016,
/// arXiv:1606.08415.
final class Gelu extends ElementwiseUnary {
  Gelu() {
    super(
        Signature.of(
            "Gelu",
            Category.ACTIVATION,
            List.of("X"),
            1,
            Parameter.ofString("approximate", "none", "none", "tanh")),
        20);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN, Trait.COMMON);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    var way = op.attributes().stringOr("approximate", "none");
    return switch (way) {
      // Written so that nothing cancels where little is left, far below zero.
      case "none" -> x -> x / 2 * Erf.complementOf(-x / Math.sqrt(2));
      case "tanh" ->
          x -> x / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      default ->
          throw op.refuse("op.attribute.choice", "approximate", way, List.of("none", "tanh"));
    };
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    function(op);
    return super.infer(op);
  }
}
