package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Products of the matrices in two tensors into a third, in the arithmetic of its element type.
/// Used by one thread.
final class StackProduct {
  private final Tensor y;
  private final float @Nullable [][] floats;
  private final double @Nullable [][] doubles;
  private final long @Nullable [][] longs;

  StackProduct(Tensor a, Tensor b, Tensor y) {
    this.y = y;
    int count = Math.toIntExact(y.elementCount());
    boolean wide = y.dataType() == DataType.DOUBLE;
    boolean whole = y.dataType().isInteger();
    floats =
        wide || whole
            ? null
            : new float[][] {Elements.floats(a), Elements.floats(b), new float[count]};
    doubles =
        wide ? new double[][] {Elements.doubles(a), Elements.doubles(b), new double[count]} : null;
    longs = whole ? new long[][] {a.toLongs(), b.toLongs(), new long[count]} : null;
  }

  void add(MatrixProduct.View inA, int startB, int startY, int m, int n, int k) {
    if (floats != null) {
      MatrixProduct.add(floats[0], inA, floats[1], startB, floats[2], startY, m, n, k);
    } else if (doubles != null) {
      MatrixProduct.add(doubles[0], inA, doubles[1], startB, doubles[2], startY, m, n, k);
    } else if (longs != null) {
      MatrixProduct.add(longs[0], inA, longs[1], startB, longs[2], startY, m, n, k);
    }
  }

  void finish() {
    if (floats != null) {
      Elements.write(floats[2], y);
    } else if (doubles != null) {
      Elements.write(doubles[2], y);
    } else if (longs != null) {
      for (int i = 0; i < longs[2].length; i++) {
        y.setLong(i, longs[2][i]);
      }
    }
  }
}
