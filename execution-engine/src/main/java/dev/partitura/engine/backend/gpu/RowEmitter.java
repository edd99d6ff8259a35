package dev.partitura.engine.backend.gpu;

import java.util.List;

/// What is done row by row: shares of one and normalizations.
final class RowEmitter {
  private static final int ITEMS = 64;

  private RowEmitter() {}

  static boolean softmax(GpuOp op) {
    return shares(op, false);
  }

  static boolean logSoftmax(GpuOp op) {
    return shares(op, true);
  }

  private static boolean shares(GpuOp op, boolean logarithms) {
    var x = op.floats(0);
    if (x == null || op.floatResult(0) == null || x.rank() == 0) {
      return false;
    }
    // Up to operator set 12 all axes from this one on are one row.
    boolean flat = op.context().opset() <= 12;
    int axis = op.context().axis(op.op().attributes().intOr("axis", flat ? 1 : -1), x.rank());
    long size = flat ? x.product(axis, x.rank()) : x.size(axis);
    long inner = flat ? 1 : x.product(axis + 1, x.rank());
    if (size == 0) {
      return false;
    }
    op.step()
        .launch(
            GpuLaunch.rows(
                "shares",
                x.elementCount() / size,
                ITEMS,
                List.of(
                    op.out(0),
                    op.in(0),
                    GpuOp.whole(size),
                    GpuOp.whole(inner),
                    GpuOp.whole(logarithms ? 1 : 0))));
    return true;
  }

  static boolean layerNormalization(GpuOp op) {
    return rows(op, true);
  }

  static boolean rmsNormalization(GpuOp op) {
    return rows(op, false);
  }

  private static boolean rows(GpuOp op, boolean centred) {
    var x = op.floats(0);
    var scale = op.floats(1);
    if (x == null || scale == null || op.floatResult(0) == null || op.hasMoreOutputs()) {
      return false;
    }
    boolean hasShift = centred && op.hasInput(2);
    int axis = op.context().axis(op.wholeOf("axis"), x.rank());
    long size = x.product(axis, x.rank());
    var shift = hasShift ? op.floats(2) : scale;
    boolean whole = scale.elementCount() == size && shift != null && shift.elementCount() == size;
    if (size == 0 || !whole) {
      return false;
    }
    op.step()
        .launch(
            GpuLaunch.rows(
                "normalize_rows",
                x.elementCount() / size,
                ITEMS,
                List.of(
                    op.out(0),
                    op.in(0),
                    op.in(1),
                    hasShift ? op.in(2) : GpuOp.none(),
                    GpuOp.whole(size),
                    GpuOp.whole(centred ? 1 : 0),
                    GpuOp.whole(hasShift ? 1 : 0),
                    GpuOp.whole(0),
                    GpuOp.real(op.realOf("epsilon")))));
    return true;
  }

  static boolean batchNormalization(GpuOp op) {
    var x = op.floats(0);
    boolean plain = op.wholeOf("training_mode") == 0 && !op.hasMoreOutputs();
    if (x == null || op.floatResult(0) == null || !plain || x.rank() < 2) {
      return false;
    }
    for (int input = 1; input < 5; input++) {
      var each = op.floats(input);
      // Early operator sets may have a number for each place of a channel.
      if (each == null || each.elementCount() != x.size(1)) {
        return false;
      }
    }
    op.step()
        .launch(
            GpuLaunch.each(
                "normalize_channels",
                x.elementCount(),
                List.of(
                    op.out(0),
                    op.in(0),
                    op.in(1),
                    op.in(2),
                    op.in(3),
                    op.in(4),
                    GpuOp.whole(x.size(1)),
                    GpuOp.whole(x.product(2, x.rank())),
                    GpuOp.whole(x.elementCount()),
                    GpuOp.real(op.realOf("epsilon")))));
    return true;
  }
}
