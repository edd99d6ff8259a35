package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// `Gemm` and `MatMul`.
final class ProductEmitter {
  private static final int TILE = 64;
  private static final GpuLaunch.Axes ITEMS = new GpuLaunch.Axes(16, 16, 1);

  private ProductEmitter() {}

  /// How a matrix lies.
  private record Lie(int row, int column) {
    static Lie of(long columns, boolean turned) {
      return turned ? new Lie(1, Math.toIntExact(columns)) : new Lie(Math.toIntExact(columns), 1);
    }
  }

  static boolean gemm(GpuOp op) {
    var a = op.floats(0);
    var b = op.floats(1);
    var y = op.floatResult(0);
    var c = op.hasInput(2) ? op.floats(2) : Shape.of(1, 1);
    if (a == null || b == null || y == null || c == null) {
      return false;
    }
    boolean turnsA = op.wholeOf("transA") != 0;
    boolean turnsB = op.wholeOf("transB") != 0;
    launch(
        op,
        y.size(0),
        y.size(1),
        a.size(turnsA ? 0 : 1),
        Lie.of(a.size(1), turnsA),
        Lie.of(b.size(1), turnsB),
        new Lie(PairEmitter.stride(c, y, 0), PairEmitter.stride(c, y, 1)),
        op.realOf("alpha"),
        op.hasInput(2) ? op.realOf("beta") : 0,
        new int[2]);
    return true;
  }

  static boolean matMul(GpuOp op) {
    var a = op.floats(0);
    var b = op.floats(1);
    var y = op.floatResult(0);
    if (a == null || b == null || y == null || a.rank() < 1 || b.rank() < 1) {
      return false;
    }
    // A vector is a matrix of one row or column, which the result does not have.
    long m = a.rank() == 1 ? 1 : a.size(a.rank() - 2);
    long k = a.size(a.rank() - 1);
    long n = b.rank() == 1 ? 1 : b.size(b.rank() - 1);
    var stacksA = stacks(a);
    var stacksB = stacks(b);
    int kept = (a.rank() == 1 ? 0 : 1) + (b.rank() == 1 ? 0 : 1);
    var stacks = Shape.of(Arrays.copyOf(y.sizes(), y.rank() - kept));
    if (stacks.elementCount() == 0 || m * n == 0) {
      return true;
    }
    if (stacksB.elementCount() == 1 && stacksA.equals(stacks)) {
      // One matrix for all rows of all stacks.
      m *= stacks.elementCount();
      stacks = Shape.of();
      stacksA = Shape.of();
    }
    var begins = new int[2 * Math.toIntExact(stacks.elementCount())];
    for (int stack = 0; stack < begins.length / 2; stack++) {
      begins[2 * stack] = Math.toIntExact(begin(stack, stacks, stacksA) * m * k);
      begins[2 * stack + 1] = Math.toIntExact(begin(stack, stacks, stacksB) * k * n);
    }
    launch(op, m, n, k, Lie.of(k, false), Lie.of(n, false), new Lie(0, 0), 1, 0, begins);
    return true;
  }

  private static Shape stacks(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.sizes(), Math.max(0, shape.rank() - 2)));
  }

  /// Which matrix of a value belongs to a stack of the result.
  private static long begin(int stack, Shape stacks, Shape own) {
    long at = 0;
    int rest = stack;
    for (int axis = stacks.rank() - 1; axis >= 0; axis--) {
      int size = Math.toIntExact(stacks.size(axis));
      at += (long) (rest % size) * PairEmitter.stride(own, stacks, axis);
      rest /= size;
    }
    return at;
  }

  private static void launch(
      GpuOp op,
      long m,
      long n,
      long k,
      Lie a,
      Lie b,
      Lie c,
      double alpha,
      double beta,
      int[] begins) {
    var groups =
        new GpuLaunch.Axes(
            Math.toIntExact(Math.ceilDiv(n, TILE)),
            Math.toIntExact(Math.ceilDiv(m, TILE)),
            begins.length / 2);
    op.step()
        .launch(
            new GpuLaunch(
                "product",
                groups,
                ITEMS,
                List.of(
                    op.out(0),
                    op.in(0),
                    op.in(1),
                    op.inOrNone(2),
                    op.step().table(begins),
                    GpuOp.whole(m),
                    GpuOp.whole(n),
                    GpuOp.whole(k),
                    GpuOp.whole(a.row),
                    GpuOp.whole(a.column),
                    GpuOp.whole(b.row),
                    GpuOp.whole(b.column),
                    GpuOp.whole(c.row),
                    GpuOp.whole(c.column),
                    GpuOp.real(alpha),
                    GpuOp.real(beta))));
  }
}
