package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `MatMul` of operands with at least two axes. Constant weights are packed; leading axes of the
/// other operand are then flattened into rows. An operand that is a transposed view is read as it
/// lies.
final class MatMulEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, Unit unit) {
    var op = unit.head();
    var left = compilation.floatSizes(op.inputs().get(0));
    var right = compilation.floatSizes(op.inputs().get(1));
    var target = compilation.floatSizes(op.outputs().getFirst());
    if (left == null
        || right == null
        || target == null
        || left.length < 2
        || right.length < 2
        || target.length > 6) {
      return false;
    }
    var weights = compilation.constant(op.inputs().get(1));
    if (weights != null
        && right.length == 2
        && weights.dataType() == DataType.FLOAT
        && rows(compilation, unit, target, weights)) {
      return true;
    }
    return batched(compilation, unit, target);
  }

  private static boolean rows(Compilation compilation, Unit unit, long[] target, Tensor weights) {
    long depth = weights.shape().size(0);
    long columns = weights.shape().size(1);
    long rows = Arrays.stream(target).limit(target.length - 1L).reduce(1, (x, y) -> x * y);
    var postOps = PostOps.of(compilation, unit, Layout.plain(rows, columns));
    return postOps != null
        && Products.emit(
            compilation,
            unit,
            new Products.Operands(
                rows, depth, columns, weights, Layout.plain(depth, columns), 1, null),
            postOps);
  }

  private static boolean batched(Compilation compilation, Unit unit, long[] target) {
    var op = unit.head();
    var left = view(compilation, op.inputs().get(0), target.length);
    var right = view(compilation, op.inputs().get(1), target.length);
    var targetLayout = TransposeEmitter.layoutFor(compilation, unit, target);
    var postOps =
        left == null || right == null ? null : PostOps.of(compilation, unit, targetLayout);
    if (left == null || right == null || postOps == null) {
      return false;
    }
    return batched(compilation, unit, left, right, targetLayout, postOps);
  }

  private static boolean batched(
      Compilation compilation,
      Unit unit,
      Layout left,
      Layout right,
      Layout targetLayout,
      List<PostOp> postOps) {
    var op = unit.head();
    var descriptors = compilation.descriptors();
    long a = descriptors.of(left);
    long b = descriptors.of(right);
    long c = descriptors.of(targetLayout);
    long created =
        descriptors.primitive(
            "dnnl_matmul_primitive_desc_create",
            OneDnn.ENGINE,
            a,
            b,
            0L,
            c,
            PostOp.attributes(descriptors, postOps));
    if (created == 0) {
      return false;
    }
    var kernel =
        new PrimitiveKernel.Builder(descriptors, created)
            .input(Codes.SOURCE, slot(compilation, op.inputs().get(0), unit.stage()), a)
            .input(Codes.WEIGHTS, slot(compilation, op.inputs().get(1), unit.stage()), b);
    PostOps.bind(compilation, unit, postOps, kernel);
    compilation.step(
        unit, kernel.output(Codes.DESTINATION, compilation.result(unit, targetLayout), c).build());
    return true;
  }

  /// How the operand is read: as it lies when its rows or columns are contiguous, else plain; unit
  /// axes in front.
  private static @Nullable Layout view(Compilation compilation, String value, int rank) {
    var home = compilation.homeLayout(value);
    return readable(home) ? home.expanded(rank) : Layout.plain(home.sizes()).expanded(rank);
  }

  private static int slot(Compilation compilation, String value, int stage) {
    return readable(compilation.homeLayout(value))
        ? compilation.home(value)
        : compilation.plain(value, stage);
  }

  private static boolean readable(Layout layout) {
    if (layout.block() > 0) {
      return false;
    }
    var strides = layout.strides();
    return layout.isPlain() || strides[strides.length - 1] == 1 || strides[strides.length - 2] == 1;
  }
}
