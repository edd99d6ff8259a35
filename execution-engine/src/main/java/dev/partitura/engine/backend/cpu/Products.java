package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.tensor.Tensor;
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
      Tensor weights,
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

  record Bias(Tensor numbers, float factor) {}

  /// @param postOps made for the layout `[rows, columns]`
  static boolean emit(Compilation compilation, Unit unit, Operands operands, List<PostOp> postOps) {
    var descriptors = compilation.descriptors();
    long fast = descriptor(descriptors, operands, weights(descriptors, operands), postOps);
    if (fast == 0) {
      return false;
    }
    long packed = OneDnn.queryDescriptor(fast, Codes.QUERY_WEIGHTS, 0);
    var kept = FiniteGuard.keepingNaN(postOps);
    boolean guarded = FiniteGuard.isNeeded(postOps);
    long exact = guarded ? descriptor(descriptors, operands, packed, kept) : 0;
    if (guarded && exact == 0) {
      return false;
    }
    var sizes = Objects.requireNonNull(compilation.type(unit.result())).knownShape().sizes();
    int result = compilation.result(unit, Layout.plain(sizes));
    double gain = Magnitude.of(operands.weights.data()) * Math.abs(operands.factor);
    double shift = bound(operands.bias);
    FiniteGuard.step(
        compilation,
        unit,
        kernel(compilation, unit, operands, fast, packed, postOps, result),
        guarded ? kernel(compilation, unit, operands, exact, packed, kept, result) : null,
        postOps,
        Layout.plain(sizes),
        magnitudes -> magnitudes[0] * gain * operands.depth + shift);
    return true;
  }

  /// The layout of the weights. Left to choose, oneDNN sums a single row in another order than
  /// several; in the layout that it chooses for two rows the sums are the same to the last bit,
  /// whatever part of a batch a row comes in. That costs a single row up to a third more time.
  private static long weights(Descriptors descriptors, Operands operands) {
    long any = descriptors.any(operands.depth, operands.columns);
    long two = operands.rows > 1 ? 0 : descriptor(descriptors, operands.ofRows(2), any, List.of());
    return two == 0 ? any : OneDnn.queryDescriptor(two, Codes.QUERY_WEIGHTS, 0);
  }

  private static double bound(@Nullable Bias bias) {
    return bias == null ? 0 : Magnitude.of(bias.numbers.data()) * Math.abs(bias.factor);
  }

  private static long descriptor(
      Descriptors descriptors, Operands operands, long weights, List<PostOp> postOps) {
    return descriptors.primitive(
        "dnnl_matmul_primitive_desc_create",
        OneDnn.ENGINE,
        descriptors.of(operands.source()),
        weights,
        operands.bias == null ? 0L : descriptors.of(operands.biasLayout()),
        descriptors.of(operands.target()),
        PostOp.attributes(descriptors, postOps));
  }

  private static PrimitiveKernel kernel(
      Compilation compilation,
      Unit unit,
      Operands operands,
      long descriptor,
      long packedWeights,
      List<PostOp> postOps,
      int result) {
    var descriptors = compilation.descriptors();
    var packed = compilation.packed();
    var kernel =
        new PrimitiveKernel.Builder(descriptors, descriptor)
            .input(
                Codes.SOURCE,
                compilation.plain(unit.head().inputs().getFirst(), unit.stage()),
                descriptors.of(operands.source()))
            .constant(
                Codes.WEIGHTS,
                packed.pack(operands.weights, operands.view, packedWeights, operands.factor),
                packedWeights);
    var bias = operands.bias;
    if (bias != null) {
      long descriptorOfBias = descriptors.of(operands.biasLayout());
      kernel.constant(
          Codes.BIAS,
          packed.pack(bias.numbers, operands.biasLayout(), descriptorOfBias, bias.factor),
          descriptorOfBias);
    }
    PostOps.bind(compilation, unit, postOps, kernel);
    return kernel.output(Codes.DESTINATION, result, descriptors.of(operands.target())).build();
  }
}
