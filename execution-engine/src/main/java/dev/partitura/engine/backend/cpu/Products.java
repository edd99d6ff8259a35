package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.tensor.Tensor;
import java.util.List;
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
      @Nullable Bias bias) {}

  record Bias(Tensor numbers, float factor) {}

  /// @param postOps made for the layout `[rows, columns]`
  static boolean emit(Compilation compilation, Unit unit, Operands operands, List<PostOp> postOps) {
    var descriptors = compilation.descriptors();
    var sourceLayout = Layout.plain(operands.rows, operands.depth);
    var targetLayout = Layout.plain(operands.rows, operands.columns);
    var biasLayout = Layout.plain(1, operands.columns);
    long source = descriptors.of(sourceLayout);
    long target = descriptors.of(targetLayout);
    long biasDescriptor = operands.bias == null ? 0 : descriptors.of(biasLayout);
    long created =
        descriptors.primitive(
            "dnnl_matmul_primitive_desc_create",
            OneDnn.ENGINE,
            source,
            descriptors.any(operands.depth, operands.columns),
            biasDescriptor,
            target,
            PostOp.attributes(descriptors, postOps));
    if (created == 0) {
      return false;
    }
    long packedWeights = OneDnn.queryDescriptor(created, Codes.QUERY_WEIGHTS, 0);
    var packed = compilation.packed();
    var kernel =
        new PrimitiveKernel.Builder(descriptors, created)
            .input(
                Codes.SOURCE,
                compilation.plain(unit.head().inputs().getFirst(), unit.stage()),
                source)
            .constant(
                Codes.WEIGHTS,
                packed.pack(operands.weights, operands.view, packedWeights, operands.factor),
                packedWeights);
    if (operands.bias != null) {
      var bias = operands.bias;
      kernel.constant(
          Codes.BIAS,
          packed.pack(bias.numbers, biasLayout, biasDescriptor, bias.factor),
          biasDescriptor);
    }
    PostOps.bind(compilation, unit, postOps, kernel);
    var result = java.util.Objects.requireNonNull(compilation.type(unit.result())).knownShape();
    compilation.step(
        unit,
        kernel
            .output(
                Codes.DESTINATION, compilation.result(unit, Layout.plain(result.sizes())), target)
            .build());
    return true;
  }
}
