package dev.partitura.engine.backend.gpu;

import java.util.Arrays;
import java.util.List;

/// Reductions along axes that stand side by side.
///
/// @param what number by which the kernel knows it
record ReduceEmitter(int what) implements GpuEmitter {
  private static final int ITEMS = 64;

  @Override
  public boolean emit(GpuOp op) {
    var x = op.floats(0);
    var y = op.floatResult(0);
    if (x == null || y == null || op.context().isVariable(1)) {
      return false;
    }
    var axes = op.context().integers(1, "axes");
    if (axes == null || axes.length == 0) {
      if (op.wholeOf("noop_with_empty_axes") != 0) {
        return false;
      }
      axes = new long[x.rank()];
      Arrays.setAll(axes, axis -> axis);
    }
    var sorted = Arrays.stream(op.context().axes(axes, x.rank())).sorted().toArray();
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != sorted[0] + i) {
        return false;
      }
    }
    if (sorted.length == 0 || x.elementCount() == 0) {
      return false;
    }
    int first = sorted[0];
    int behind = first + sorted.length;
    launch(op, what, y.elementCount(), x.product(first, behind), x.product(behind, x.rank()));
    return true;
  }

  static void launch(GpuOp op, int what, long rows, long size, long inner) {
    op.step()
        .launch(
            GpuLaunch.rows(
                "reduce",
                rows,
                ITEMS,
                List.of(
                    op.out(0),
                    op.in(0),
                    GpuOp.whole(what),
                    GpuOp.whole(size),
                    GpuOp.whole(inner))));
  }
}
