package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// An activation that a recurrent operator names, its parameters bound. Source: ONNX RNN-22.
final class CellActivation {
  private CellActivation() {}

  /// The activations of all directions, in order: those named, else `defaults` for each direction.
  static List<DoubleUnaryOperator> of(OpContext op, List<String> defaults, int directions) {
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
    var activations = new ArrayList<DoubleUnaryOperator>();
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

  private static DoubleUnaryOperator bound(
      OpContext op, String name, Deque<Float> alphas, Deque<Float> betas) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "relu" -> x -> Math.max(x, 0);
      case "tanh" -> Math::tanh;
      case "sigmoid" -> x -> 1 / (1 + Math.exp(-x));
      case "softsign" -> x -> x / (1 + Math.abs(x));
      case "softplus" -> Softplus::of;
      case "affine" -> {
        double alpha = next(alphas, 1);
        double beta = next(betas, 0);
        yield x -> alpha * x + beta;
      }
      case "leakyrelu" -> {
        double alpha = next(alphas, 0.01);
        yield x -> x < 0 ? alpha * x : x;
      }
      case "thresholdedrelu" -> {
        double alpha = next(alphas, 1);
        yield x -> x >= alpha || Double.isNaN(x) ? x : 0;
      }
      case "scaledtanh" -> {
        double alpha = next(alphas, 1);
        double beta = next(betas, 1);
        yield x -> alpha * Math.tanh(beta * x);
      }
      case "hardsigmoid" -> {
        double alpha = next(alphas, 0.2);
        double beta = next(betas, 0.5);
        yield x -> Math.min(Math.max(alpha * x + beta, 0), 1);
      }
      case "elu" -> {
        double alpha = next(alphas, 1);
        yield x -> x >= 0 ? x : alpha * Math.expm1(x);
      }
      default -> throw op.refuse("op.rnn.activation", name);
    };
  }
}
