package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Matrix product of quantized matrices, quantized again: scales and zero points for all, for each
/// row of `a` and `y`, or for each column of `b`. Source: ONNX QLinearMatMul-10, 21.
final class QLinearMatMul implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "QLinearMatMul",
              Category.QUANTIZATION,
              List.of(
                  "a",
                  "a_scale",
                  "a_zero_point",
                  "b",
                  "b_scale",
                  "b_zero_point",
                  "y_scale",
                  "y_zero_point"),
              8)
          .withOutputs("y");
  private static final MatMul PRODUCT = new MatMul();

  @Override
  public boolean isSetting(int input) {
    return input != 0 && input != 3;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    for (int input : new int[] {0, 2, 3, 5, 7}) {
      Unshifted.requireBytes(op, input);
    }
    op.requireSameType(0, 2);
    op.requireSameType(3, 5);
    op.requireFloats(1);
    op.requireSameType(1, 4, 6);
    var product = PRODUCT.infer(Unshifted.plain(op, "MatMul", DataType.INT32, 0, 3));
    return List.of(new TensorType(op.dataType(7), product.getFirst().shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return PRODUCT.work(Unshifted.plain(op, "MatMul", DataType.INT32, 0, 3), outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    var a = Unshifted.of(run, 0, 2, -2, DataType.INT32);
    var b = Unshifted.of(run, 3, 5, -1, DataType.INT32);
    var plain = Unshifted.plain(run, "MatMul", DataType.INT32, 0, 3);
    var product = Unshifted.result(PRODUCT, plain, List.of(a, b));
    new Requantization(run, y, a.shape(), b.shape()).write(product, y);
  }

  /// Where the scales and zero points of each element of the product stand.
  private record Requantization(OpContext run, long[][] steps) {
    Requantization(OpContext run, Tensor y, Shape a, Shape b) {
      this(
          run,
          new long[][] {
            steps(run, 1, a, -2, y.shape()),
            steps(run, 4, b, -1, y.shape()),
            steps(run, 6, y.shape(), -2, y.shape()),
            steps(run, 7, y.shape(), -2, y.shape())
          });
    }

    private static long[] steps(OpContext run, int input, Shape of, int alone, Shape y) {
      var shape = run.tensor(input).shape();
      return Unshifted.steps(run, Unshifted.standing(run, shape, of, alone), y);
    }

    void write(Tensor product, Tensor y) {
      double least = Integers.smallest(y.dataType());
      double most = Integers.largest(y.dataType());
      var sizes = y.shape().sizes();
      var dense = y.shape().strides();
      for (var rows = IndexSpace.of(sizes, dense, steps[0], steps[1], steps[2], steps[3]);
          rows.next(); ) {
        for (long i = 0; i < rows.rowLength(); i++) {
          float scale =
              (float) run.tensor(1).doubleAt(rows.position(1) + i * rows.step(1))
                  * (float) run.tensor(4).doubleAt(rows.position(2) + i * rows.step(2))
                  / (float) run.tensor(6).doubleAt(rows.position(3) + i * rows.step(3));
          long at = rows.position(0) + i * rows.step(0);
          long zero = run.tensor(7).longAt(rows.position(4) + i * rows.step(4));
          double shifted = Math.rint(product.longAt(at) * (double) scale) + zero;
          y.setLong(at, (long) Math.clamp(shifted, least, most));
        }
      }
    }
  }
}
