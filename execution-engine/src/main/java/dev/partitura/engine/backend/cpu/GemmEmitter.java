package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.DataType;

/// `Gemm` with constant `B` and a constant or absent `C` of one number for each column; `A` not
/// transposed.
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
      return false;
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
      return false;
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

  private static boolean oneForEachColumn(Constant numbers, long columns) {
    var shape = numbers.type().knownShape();
    return numbers.type().dataType() == DataType.FLOAT
        && shape.rank() > 0
        && shape.size(-1) == columns
        && shape.elementCount() == columns;
  }
}
