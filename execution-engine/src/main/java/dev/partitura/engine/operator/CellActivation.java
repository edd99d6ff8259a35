package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// An activation that a recurrent operator names, its parameters bound, with its derivative.
/// Source: ONNX RNN-22.
record CellActivation(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
  double at(double x) {
    return value.applyAsDouble(x);
  }

  double slopeAt(double x) {
    return slope.applyAsDouble(x);
  }

  /// The activations of all directions, in order: those named, else `defaults` for each direction.
  static List<CellActivation> of(OpContext op, List<String> defaults, int directions) {
    var names = new ArrayList<String>();
    if (op.attributes().get("activations") instanceof Attribute.Strings(var given)) {
      names.addAll(given);
    } else {
      for (int d = 0; d < directions; d++) {
        names.addAll(defaults);
      }
    }
    if (names.size() != defaults.size() * directions) {
      throw op.refuse("op.rnn.activations", names.size(), defaults.size() * directions);
    }
    var alphas = floats(op, "activation_alpha");
    var betas = floats(op, "activation_beta");
    var activations = new ArrayList<CellActivation>();
    for (var name : names) {
      activations.add(bound(op, name, alphas, betas));
    }
    return activations;
  }

  /// The values of a list attribute, to be taken one by one by those that have such a parameter.
  private static Deque<Float> floats(OpContext op, String attribute) {
    return op.attributes().get(attribute) instanceof Attribute.Floats(var values)
        ? new ArrayDeque<>(values)
        : new ArrayDeque<>();
  }

  private static double next(Deque<Float> values, double fallback) {
    var value = values.poll();
    return value == null ? fallback : value;
  }

  private static CellActivation bound(
      OpContext op, String name, Deque<Float> alphas, Deque<Float> betas) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "relu" -> new CellActivation(x -> Math.max(x, 0), x -> x > 0 ? 1 : 0);
      case "tanh" -> new CellActivation(Math::tanh, CellActivation::slopeOfTanh);
      case "sigmoid" -> new CellActivation(CellActivation::sigmoid, x -> sigmoid(x) * sigmoid(-x));
      case "softsign" ->
          new CellActivation(
              x -> x / (1 + Math.abs(x)), x -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))));
      case "softplus" -> new CellActivation(Softplus::of, CellActivation::sigmoid);
      case "affine" -> {
        double alpha = next(alphas, 1);
        double beta = next(betas, 0);
        yield new CellActivation(x -> alpha * x + beta, _ -> alpha);
      }
      case "leakyrelu" -> {
        double alpha = next(alphas, 0.01);
        yield new CellActivation(x -> x < 0 ? alpha * x : x, x -> x < 0 ? alpha : 1);
      }
      case "thresholdedrelu" -> {
        double alpha = next(alphas, 1);
        yield new CellActivation(
            x -> x >= alpha || Double.isNaN(x) ? x : 0, x -> x >= alpha ? 1 : 0);
      }
      case "scaledtanh" -> {
        double alpha = next(alphas, 1);
        double beta = next(betas, 1);
        yield new CellActivation(
            x -> alpha * Math.tanh(beta * x), x -> alpha * beta * slopeOfTanh(beta * x));
      }
      case "hardsigmoid" -> {
        double alpha = next(alphas, 0.2);
        double beta = next(betas, 0.5);
        yield new CellActivation(
            x -> Math.min(Math.max(alpha * x + beta, 0), 1),
            x -> alpha * x + beta > 0 && alpha * x + beta < 1 ? alpha : 0);
      }
      case "elu" -> {
        double alpha = next(alphas, 1);
        yield new CellActivation(
            x -> x >= 0 ? x : alpha * Math.expm1(x), x -> x >= 0 ? 1 : alpha * Math.exp(x));
      }
      default -> throw op.refuse("op.rnn.activation", name);
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double slopeOfTanh(double x) {
    double y = Math.tanh(x);
    return 1 - y * y;
  }
}
