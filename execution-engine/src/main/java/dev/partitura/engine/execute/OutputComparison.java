package dev.partitura.engine.execute;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorComparison;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
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
        : of(
            run.outputs(),
            unsplit.outputs(),
            network,
            run.conditions().plan().passes().precision());
  }

  /// Of a network in its own precision.
  public static Agreement of(
      Map<String, Tensor> outputs, Map<String, Tensor> wanted, Network network) {
    return of(outputs, wanted, network, Precision.FP32);
  }

  /// Cost O(elements).
  ///
  /// @param precision in which both were computed
  public static Agreement of(
      Map<String, Tensor> outputs,
      Map<String, Tensor> wanted,
      Network network,
      Precision precision) {
    return of(outputs, wanted, Rounding.of(network, precision), _ -> 0);
  }

  /// @param least by name of the output: its bound is that of one with numbers as large as this
  static Agreement of(
      Map<String, Tensor> outputs,
      Map<String, Tensor> wanted,
      Rounding rounding,
      ToDoubleFunction<String> least) {
    Agreement agreement = Agreement.IDENTICAL;
    for (var entry : wanted.entrySet()) {
      var name = entry.getKey();
      var found =
          compare(
              name,
              outputs.get(name),
              entry.getValue(),
              rounding.bound(entry.getValue(), least.applyAsDouble(name)));
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
      String name, @Nullable Tensor given, Tensor wanted, double bound) {
    if (given == null || !given.type().equals(wanted.type())) {
      return different(
          name,
          Phrase.of(
              "words.differs",
              given == null ? Phrase.of("words.missing") : given.type(),
              wanted.type()));
    }
    var comparison = TensorComparison.of(given, wanted, _ -> bound);
    if (comparison.identical()) {
      return Agreement.IDENTICAL;
    }
    long at = comparison.beyond();
    return at < 0
        ? new Agreement.WithinRounding(name, comparison.largest(), bound)
        : different(name, difference(given, wanted, at, bound));
  }

  private static Agreement nearerToItsBound(Agreement before, Agreement.WithinRounding now) {
    return before instanceof Agreement.WithinRounding other
            && other.difference() * now.bound() >= now.difference() * other.bound()
        ? other
        : now;
  }

  private static Phrase difference(Tensor given, Tensor wanted, long at, double bound) {
    var place = place(wanted.shape(), at);
    return wanted.dataType().isFloating()
        ? Phrase.of(
            "words.differs.beyond",
            value(given, at),
            value(wanted, at),
            place,
            String.format(Locale.ROOT, "%.2g", bound))
        : Phrase.of("words.differs.at", value(given, at), value(wanted, at), place);
  }

  private static Agreement different(String output, Phrase how) {
    return new Agreement.Different(Problem.of("run.outputs.differ", output, output, how));
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
