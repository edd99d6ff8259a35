package dev.partitura.engine.backend.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `Conv` and poolings over one or two spatial axes.
final class WindowEmitter {
  private static final int TILE = 64;
  private static final GpuLaunch.Axes ITEMS = new GpuLaunch.Axes(16, 16, 1);

  /// Filters of a group from which on a tile of them is worth its while.
  private static final int LEAST_TILED = 5;

  private static final int LARGEST = 0;
  private static final int MEAN_INSIDE = 1;
  private static final int MEAN_PADDED = 2;

  private WindowEmitter() {}

  static boolean convolution(GpuOp op) {
    var x = op.floats(0);
    var w = op.floats(1);
    var y = op.floatResult(0);
    if (x == null || w == null || y == null || op.hasInput(2) && op.floats(2) == null) {
      return false;
    }
    var window = PlaneWindow.of(op, x, y, Arrays.copyOfRange(w.sizes(), 2, w.rank()));
    if (window == null) {
      return false;
    }
    long groups = op.wholeOf("group");
    var arguments =
        new ArrayList<>(
            List.of(
                op.out(0),
                op.in(0),
                op.in(1),
                op.inOrNone(2),
                GpuOp.whole(op.hasInput(2) ? 1 : 0),
                GpuOp.whole(x.size(0)),
                GpuOp.whole(x.size(1)),
                GpuOp.whole(window.height()),
                GpuOp.whole(window.width()),
                GpuOp.whole(w.size(0)),
                GpuOp.whole(groups)));
    arguments.addAll(window.arguments());
    long inGroup = w.size(0) / groups;
    op.step()
        .launch(
            inGroup < LEAST_TILED
                ? GpuLaunch.each("convolution_narrow", y.elementCount(), arguments)
                : new GpuLaunch(
                    "convolution",
                    new GpuLaunch.Axes(
                        Math.toIntExact(Math.ceilDiv(x.size(0) * window.places(), TILE)),
                        Math.toIntExact(Math.ceilDiv(inGroup, TILE)),
                        Math.toIntExact(groups)),
                    ITEMS,
                    arguments));
    return true;
  }

  static boolean maxPool(GpuOp op) {
    return !op.hasMoreOutputs() && pool(op, LARGEST);
  }

  static boolean averagePool(GpuOp op) {
    boolean padded = op.wholeOf("count_include_pad") != 0;
    boolean roundsUp = op.wholeOf("ceil_mode") != 0;
    // Operator sets differ about what lies beyond the padding.
    return !(padded && roundsUp) && pool(op, padded ? MEAN_PADDED : MEAN_INSIDE);
  }

  private static boolean pool(GpuOp op, int what) {
    var kernel = op.op().attributes().ints("kernel_shape");
    return kernel != null && pool(op, what, kernel);
  }

  static boolean globalMaxPool(GpuOp op) {
    return global(op, LARGEST);
  }

  static boolean globalAveragePool(GpuOp op) {
    return global(op, MEAN_INSIDE);
  }

  /// A row of all the elements of a plane.
  private static boolean global(GpuOp op, int what) {
    var x = op.floats(0);
    var y = op.floatResult(0);
    if (x == null || y == null || x.rank() < 3) {
      return false;
    }
    ReduceEmitter.launch(op, what == LARGEST ? 2 : 1, y.elementCount(), x.product(2, x.rank()), 1);
    return true;
  }

  private static boolean pool(GpuOp op, int what, long[] kernel) {
    var x = op.floats(0);
    var y = op.floatResult(0);
    var window = x == null || y == null ? null : PlaneWindow.of(op, x, y, kernel);
    if (x == null || y == null || window == null) {
      return false;
    }
    var arguments =
        new ArrayList<>(
            List.of(
                op.out(0),
                op.in(0),
                GpuOp.whole(what),
                GpuOp.whole(y.elementCount()),
                GpuOp.whole(window.height()),
                GpuOp.whole(window.width())));
    arguments.addAll(window.arguments());
    arguments.add(GpuOp.whole(window.height() + window.padBottom()));
    arguments.add(GpuOp.whole(window.width() + window.padRight()));
    op.step().launch(GpuLaunch.each("pool", y.elementCount(), arguments));
    return true;
  }
}
