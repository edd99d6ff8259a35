package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.tensor.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `Gemm` with an absent `C` or one of one number for each column. Constant `B` is packed; one that
/// changes is read as it lies.
final class GemmEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var attributes = op.attributes();
    var left = compilation.values().floatSizes(op.inputs().get(0));
    var weights = compilation.values().constant(op.inputs().get(1));
    if (left == null
        || left.length != 2
        || weights == null
        || weights.type().dataType() != DataType.FLOAT
        || weights.type().knownShape().rank() != 2
        || weights.type().knownShape().elementCount() == 0
        || attributes.intOr("transA", 0) != 0) {
      return changing(compilation, fused);
    }
    boolean transposed = attributes.intOr("transB", 0) != 0;
    long depth = weights.type().knownShape().size(transposed ? 1 : 0);
    long columns = weights.type().knownShape().size(transposed ? 0 : 1);
    var view =
        transposed
            ? Layout.strided(new long[] {depth, columns}, new long[] {1, depth})
            : Layout.plain(depth, columns);
    boolean added = op.inputs().size() > 2 && !op.inputs().get(2).isEmpty();
    var numbers = added ? compilation.values().constant(op.inputs().get(2)) : null;
    if (added && (numbers == null || !oneForEachColumn(numbers, columns))) {
      return changing(compilation, fused);
    }
    var postOps = PostOps.of(compilation, fused, Layout.plain(left[0], columns));
    if (postOps == null) {
      return false;
    }
    var bias = numbers == null ? null : new Products.Bias(numbers, attributes.floatOr("beta", 1));
    Products.emit(
        compilation,
        fused,
        new Products.Operands(
            left[0], depth, columns, weights, view, attributes.floatOr("alpha", 1), bias),
        postOps);
    return true;
  }

  /// Of operands that change, neither scaled.
  private static boolean changing(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var target = compilation.values().floatSizes(op.outputs().getFirst());
    var left = operand(compilation, op, 0, "transA");
    var right = operand(compilation, op, 1, "transB");
    boolean added = op.inputs().size() > 2 && !op.inputs().get(2).isEmpty();
    var numbers = added ? compilation.values().floatSizes(op.inputs().get(2)) : null;
    if (target == null
        || left == null
        || right == null
        || Operators.floatOf(op, "alpha") != 1
        || Operators.floatOf(op, "beta") != 1
        || added && (numbers == null || !oneForEachColumn(numbers, target[1]))) {
      return false;
    }
    var layout = Layout.plain(target);
    var postOps = PostOps.of(compilation, fused, layout);
    if (postOps == null) {
      return false;
    }
    var biasLayout = Layout.plain(1, target[1]);
    var recipe =
        new PrimitiveRecipe.Builder(
            compilation,
            fused,
            (descriptors, _, attributes) ->
                descriptors.primitive(
                    "dnnl_matmul_primitive_desc_create",
                    OneDnn.ENGINE,
                    descriptors.of(left),
                    descriptors.of(right),
                    added ? descriptors.of(biasLayout) : 0L,
                    descriptors.of(layout),
                    attributes));
    int first = place(compilation, fused, recipe, 0, Codes.SOURCE, left);
    int second = place(compilation, fused, recipe, 1, Codes.WEIGHTS, right);
    int third = added ? place(compilation, fused, recipe, 2, Codes.BIAS, biasLayout) : -1;
    PostOps.bind(compilation, fused, postOps, recipe);
    int result = compilation.result(fused, layout);
    long depth = left.sizes()[1];
    FiniteGuard.step(
        compilation,
        fused,
        recipe.output(Codes.DESTINATION, result, layout),
        layout,
        () -> sizes -> depth * sizes[first] * sizes[second] + (third < 0 ? 0 : sizes[third]));
    return true;
  }

  /// The operand as it is multiplied.
  private static @Nullable Layout operand(
      Compilation compilation, Op op, int input, String transposed) {
    var sizes = compilation.values().floatSizes(op.inputs().get(input));
    if (sizes == null || sizes.length != 2) {
      return null;
    }
    var plain = Layout.plain(sizes);
    return op.attributes().intOr(transposed, 0) == 0 ? plain : plain.transposed(new long[] {1, 0});
  }

  private static int place(
      Compilation compilation,
      FusedOps fused,
      PrimitiveRecipe.Builder recipe,
      int input,
      int number,
      Layout layout) {
    var value = fused.head().inputs().get(input);
    int slot = compilation.plain(value, fused.kind());
    return recipe.viewed(number, value, slot, layout, PrimitiveRecipe.AS_IT_LIES);
  }

  private static boolean oneForEachColumn(long[] sizes, long columns) {
    return sizes.length > 0
        && sizes[sizes.length - 1] == columns
        && Arrays.stream(sizes).reduce(1, (x, y) -> x * y) == columns;
  }

  private static boolean oneForEachColumn(Constant numbers, long columns) {
    return numbers.type().dataType() == DataType.FLOAT
        && oneForEachColumn(numbers.type().knownShape().sizes(), columns);
  }
}
