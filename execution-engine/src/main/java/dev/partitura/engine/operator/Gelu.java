package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

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
    var way = signature().stringOf(op.attributes(), "approximate");
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

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(
        op.times(
            op.gradient(),
            signature().stringOf(op.context().attributes(), "approximate").equals("tanh")
                ? slopeByTanh(op)
                : slope(op)));
  }

  /// `Φ(x) + x · φ(x)`, the distribution and the density of the normal distribution.
  private static String slope(Backward op) {
    var x = op.input(0);
    var error = op.op("Erf", op.times(x, op.number(Math.sqrt(0.5))));
    var share = op.times(op.plus(error, op.number(1)), op.number(0.5));
    var density =
        op.times(
            op.op("Exp", op.times(op.times(x, x), op.number(-0.5))),
            op.number(1 / Math.sqrt(2 * Math.PI)));
    return op.plus(share, op.times(x, density));
  }

  /// With `s = sigmoid(2u)` for the tanh of `u`: `s + x · 2 s (1 - s) · du/dx`.
  private static String slopeByTanh(Backward op) {
    var x = op.input(0);
    var square = op.times(x, x);
    double factor = 2 * Math.sqrt(2 / Math.PI);
    var cubic = op.plus(op.number(1), op.times(square, op.number(0.044715)));
    var share = op.op("Sigmoid", op.times(op.times(x, cubic), op.number(factor)));
    var inner = op.plus(op.number(factor), op.times(square, op.number(3 * 0.044715 * factor)));
    var steep = op.times(op.times(share, op.minus(op.number(1), share)), inner);
    return op.plus(share, op.times(x, steep));
  }
}
