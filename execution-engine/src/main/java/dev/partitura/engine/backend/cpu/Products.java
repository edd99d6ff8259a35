package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Matrix products of a plain value `[rows, depth]` with packed constant weights `[depth,
/// columns]`.
final class Products {
  private Products() {}

  /// @param view how the weights' axes `[depth, columns]` lie in their tensor
  /// @param factor multiplied into the weights
  /// @param bias one number for each column, with the factor to multiply into it
  record Operands(
      long rows,
      long depth,
      long columns,
      Constant weights,
      Layout view,
      float factor,
      @Nullable Bias bias) {
    Operands ofRows(long count) {
      return new Operands(count, depth, columns, weights, view, factor, bias);
    }

    Layout source() {
      return Layout.plain(rows, depth);
    }

    Layout target() {
      return Layout.plain(rows, columns);
    }

    Layout biasLayout() {
      return Layout.plain(1, columns);
    }
  }

  record Bias(Constant numbers, float factor) {}

  /// @param postOps made for the layout `[rows, columns]`
  static void emit(
      Compilation compilation, FusedOps fused, Operands operands, List<PostOp> postOps) {
    var input = fused.head().inputs().getFirst();
    var creation = creation(operands);
    var recipe =
        new PrimitiveRecipe.Builder(compilation, fused, creation)
            .input(Codes.SOURCE, input, compilation.plain(input, fused.kind()), operands.source())
            .weights(
                new PrimitiveRecipe.Weights(
                    operands.weights,
                    operands.view,
                    operands.factor,
                    operands.rows > 1 ? null : creation(operands.ofRows(2))));
    var bias = operands.bias;
    if (bias != null) {
      recipe.constant(
          Codes.BIAS, bias.numbers, operands.biasLayout(), operands.biasLayout(), bias.factor);
    }
    PostOps.bind(compilation, fused, postOps, recipe);
    var sizes =
        Objects.requireNonNull(compilation.values().type(fused.result())).knownShape().sizes();
    int result = compilation.result(fused, Layout.plain(sizes));
    FiniteGuard.step(
        compilation,
        fused,
        recipe.output(Codes.DESTINATION, result, operands.target()),
        Layout.plain(sizes),
        () -> growth(operands));
  }

  private static FiniteGuard.Growth growth(Operands operands) {
    double gain = Magnitude.of(operands.weights.tensor().data()) * Math.abs(operands.factor);
    var bias = operands.bias;
    double shift =
        bias == null ? 0 : Magnitude.of(bias.numbers.tensor().data()) * Math.abs(bias.factor);
    return magnitudes -> magnitudes[0] * gain * operands.depth + shift;
  }

  /// Left to choose the layout of the weights, oneDNN sums a single row in another order than
  /// several; in the layout that it chooses for two rows the sums are the same to the last bit,
  /// whatever part of a batch a row comes in. That costs a single row up to a third more time.
  private static PrimitiveRecipe.Creation creation(Operands operands) {
    return (descriptors, weights, attributes) ->
        descriptors.primitive(
            "dnnl_matmul_primitive_desc_create",
            OneDnn.ENGINE,
            descriptors.of(operands.source()),
            weights,
            operands.bias == null ? 0L : descriptors.of(operands.biasLayout()),
            descriptors.of(operands.target()),
            attributes);
  }
}
