package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The determinants of square matrices, the last two axes; by elimination with row exchanges.
/// Source: ONNX Det-11, 22.
final class Det implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Det", Category.REDUCTION, List.of("X"), 1);

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireRankAtLeast(0, 2);
    var x = op.shape(0);
    if (x == null) {
      return List.of(op.type(0));
    }
    if (x.isKnown(-1) && x.isKnown(-2) && x.size(-1) != x.size(-2)) {
      throw op.refuse("op.det.square", x);
    }
    return List.of(op.type(0).withShape(new ShapeAxes().addAll(x, 0, x.rank() - 2).shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var x = op.shape(0);
    return x == null || !x.isStatic()
        ? Work.NONE
        : Work.of(x.elementCount() * x.size(-1) * 2 / 3, op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    int n = Math.toIntExact(x.shape().size(-1));
    var matrix = new double[n][n];
    for (long m = 0; m < y.elementCount(); m++) {
      for (int row = 0; row < n; row++) {
        Elements.read(x, (m * n + row) * n, 1, matrix[row], 0, n);
      }
      y.setDouble(m, determinant(matrix));
    }
  }

  private static double determinant(double[][] matrix) {
    int n = matrix.length;
    double product = 1;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int row = k + 1; row < n; row++) {
        pivot = Math.abs(matrix[row][k]) > Math.abs(matrix[pivot][k]) ? row : pivot;
      }
      if (matrix[pivot][k] == 0) {
        return 0;
      }
      if (pivot != k) {
        var other = matrix[k];
        matrix[k] = matrix[pivot];
        matrix[pivot] = other;
        product = -product;
      }
      product *= matrix[k][k];
      for (int row = k + 1; row < n; row++) {
        Checkpoint.pass(row);
        double factor = matrix[row][k] / matrix[k][k];
        for (int column = k; column < n; column++) {
          matrix[row][column] -= factor * matrix[k][column];
        }
      }
    }
    return product;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) < op.rank(0) - 2 ? op.kept(0) : Sharding.UNKNOWN;
  }
}
