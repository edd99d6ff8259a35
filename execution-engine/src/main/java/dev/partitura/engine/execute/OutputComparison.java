package dev.partitura.engine.execute;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorComparison;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Compares the outputs of a run with those of the unsplit run: element by element, not-a-number
/// equal to itself, infinities and all that is no float exactly, floats within a bound that is
/// relative to the largest magnitude of their output; see `Rounding`.
public final class OutputComparison {
  private OutputComparison() {}

  /// @param network by whose element types the bound is chosen
  public static Agreement of(RunResult run, RunResult unsplit, Network network) {
    return run.cancelled() || unsplit.cancelled()
        ? Agreement.UNKNOWN
        : of(run.outputs(), unsplit.outputs(), network);
  }

  /// Cost O(elements).
  public static Agreement of(
      Map<String, Tensor> outputs, Map<String, Tensor> wanted, Network network) {
    var rounding = Rounding.of(network);
    Agreement agreement = Agreement.IDENTICAL;
    for (var entry : wanted.entrySet()) {
      var name = entry.getKey();
      var found = compare(name, outputs.get(name), entry.getValue(), rounding);
      switch (found) {
        case Agreement.Different different -> {
          return different;
        }
        case Agreement.WithinRounding close -> agreement = nearerToItsBound(agreement, close);
        case Agreement.Identical _, Agreement.Unknown _ -> {}
      }
    }
    return agreement;
  }

  private static Agreement compare(
      String name, @Nullable Tensor given, Tensor wanted, Rounding rounding) {
    if (given == null || !given.type().equals(wanted.type())) {
      return different(
          name, "is " + (given == null ? "missing" : given.type()) + " and not " + wanted.type());
    }
    double bound = rounding.bound(wanted);
    var comparison = TensorComparison.of(given, wanted, _ -> bound);
    if (comparison.identical()) {
      return Agreement.IDENTICAL;
    }
    long at = comparison.beyond();
    return at < 0
        ? new Agreement.WithinRounding(name, comparison.largest(), bound)
        : different(
            name,
            "is "
                + value(given, at)
                + " and not "
                + value(wanted, at)
                + " at "
                + place(wanted.shape(), at)
                + (wanted.dataType().isFloating()
                    ? String.format(Locale.ROOT, " (rounding explains %.2g)", bound)
                    : ""));
  }

  private static Agreement nearerToItsBound(Agreement before, Agreement.WithinRounding now) {
    return before instanceof Agreement.WithinRounding other
            && other.difference() * now.bound() >= now.difference() * other.bound()
        ? other
        : now;
  }

  private static Agreement different(String output, String how) {
    return new Agreement.Different(
        new Problem(
            "run.outputs.differ",
            output,
            "The outputs differ from those of the unsplit run: output " + output + " " + how + ".",
            "Do not use these numbers; use the plan single, and report it with the network."));
  }

  private static String value(Tensor tensor, long at) {
    return switch (tensor.dataType()) {
      case STRING -> "\"" + tensor.stringAt(at) + "\"";
      case FLOAT, FLOAT16, BFLOAT16 -> Float.toString((float) tensor.doubleAt(at));
      case UINT64 -> Long.toUnsignedString(tensor.longAt(at));
      default ->
          tensor.dataType().isInteger()
              ? Long.toString(tensor.longAt(at))
              : Double.toString(tensor.doubleAt(at));
    };
  }

  /// The index along each axis, such as `[2, 17]`.
  private static String place(Shape shape, long at) {
    var indices = new StringJoiner(", ", "[", "]");
    var strides = shape.strides();
    for (int axis = 0; axis < shape.rank(); axis++) {
      indices.add(Long.toString(at / strides[axis] % shape.size(axis)));
    }
    return indices.toString();
  }
}
