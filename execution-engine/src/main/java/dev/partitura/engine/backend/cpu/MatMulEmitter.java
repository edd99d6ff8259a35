package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.DataType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `MatMul` of operands with at least two axes. Constant weights are packed; leading axes of the
/// other operand are then flattened into rows. An operand that is a transposed view is read as it
/// lies.
final class MatMulEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var left = compilation.values().floatSizes(op.inputs().get(0));
    var right = compilation.values().floatSizes(op.inputs().get(1));
    var target = compilation.values().floatSizes(op.outputs().getFirst());
    if (left == null
        || right == null
        || target == null
        || left.length < 2
        || right.length < 2
        || target.length > 6) {
      return false;
    }
    var weights = compilation.values().constant(op.inputs().get(1));
    if (weights != null
        && right.length == 2
        && weights.type().dataType() == DataType.FLOAT
        && rows(compilation, fused, target, weights)) {
      return true;
    }
    return batched(compilation, fused, target);
  }

  private static boolean rows(
      Compilation compilation, FusedOps fused, long[] target, Constant weights) {
    long depth = weights.type().knownShape().size(0);
    long columns = weights.type().knownShape().size(1);
    long rows = Arrays.stream(target).limit(target.length - 1L).reduce(1, (x, y) -> x * y);
    var postOps = PostOps.of(compilation, fused, Layout.plain(rows, columns));
    if (postOps == null) {
      return false;
    }
    var view = Layout.plain(depth, columns);
    var operands = new Products.Operands(rows, depth, columns, weights, view, 1, null);
    Products.emit(compilation, fused, operands, postOps);
    return true;
  }

  private static boolean batched(Compilation compilation, FusedOps fused, long[] target) {
    var op = fused.head();
    var left = view(compilation, op.inputs().get(0), target.length);
    var right = view(compilation, op.inputs().get(1), target.length);
    var targetLayout = TransposeEmitter.layoutFor(compilation, fused, target);
    var postOps =
        left == null || right == null ? null : PostOps.of(compilation, fused, targetLayout);
    if (left == null || right == null || postOps == null) {
      return false;
    }
    return batched(compilation, fused, left, right, targetLayout, postOps);
  }

  private static boolean batched(
      Compilation compilation,
      FusedOps fused,
      Layout left,
      Layout right,
      Layout target,
      List<PostOp> postOps) {
    var op = fused.head();
    var first = op.inputs().get(0);
    var second = op.inputs().get(1);
    int one = slot(compilation, first, fused.kind());
    int other = slot(compilation, second, fused.kind());
    int result = compilation.result(fused, target);
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
                        0L,
                        descriptors.of(target),
                        attributes))
            .input(Codes.SOURCE, first, one, left)
            .input(Codes.WEIGHTS, second, other, right);
    PostOps.bind(compilation, fused, postOps, recipe);
    long depth = left.sizes()[left.rank() - 1];
    int last = one == other ? 0 : 1;
    FiniteGuard.step(
        compilation,
        fused,
        recipe.output(Codes.DESTINATION, result, target),
        target,
        () -> magnitudes -> depth * magnitudes[0] * magnitudes[last]);
    return true;
  }

  /// How the operand is read: as it lies when its rows or columns are contiguous, else plain; fused
  /// axes in front.
  private static @Nullable Layout view(Compilation compilation, String value, int rank) {
    var home = compilation.homeLayout(value);
    return (readable(home) ? home : Layout.plain(home.sizes())).expanded(rank);
  }

  private static int slot(Compilation compilation, String value, int kind) {
    return readable(compilation.homeLayout(value))
        ? compilation.home(value)
        : compilation.plain(value, kind);
  }

  /// Whether matrices are read as they lie: rows or columns without gaps.
  private static boolean readable(Layout layout) {
    int last = layout.rank() - 1;
    return layout.block() == 0
        && (layout.isPlain()
            || layout.isTakenByProducts()
                && (isContiguous(layout, last) || isContiguous(layout, last - 1)));
  }

  /// Those of one element say nothing: the library would take a matrix of one row or column with
  /// gaps for one without.
  private static boolean isContiguous(Layout layout, int axis) {
    return layout.sizes()[axis] > 1 && layout.strides()[axis] == 1;
  }
}
