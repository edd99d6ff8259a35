package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.tensor.DataType;
import java.util.ArrayList;
import java.util.List;

/// `Where`.
final class ChooseEmitter {
  private ChooseEmitter() {}

  static boolean where(GpuOp op) {
    var condition = op.context().inputTypes().getFirst();
    var a = op.floats(1);
    var b = op.floats(2);
    var y = op.floatResult(0);
    if (condition == null
        || !condition.isStatic()
        || condition.dataType() != DataType.BOOL
        || a == null
        || b == null
        || y == null) {
      return false;
    }
    var axes = new ArrayList<Integer>(List.of(y.rank()));
    for (int axis = 0; axis < y.rank(); axis++) {
      axes.add(Math.toIntExact(y.size(axis)));
      axes.add(PairEmitter.stride(condition.knownShape(), y, axis));
      axes.add(PairEmitter.stride(a, y, axis));
      axes.add(PairEmitter.stride(b, y, axis));
    }
    long count = y.elementCount();
    op.step()
        .launch(
            GpuLaunch.each(
                "choose",
                count,
                List.of(
                    op.out(0),
                    op.in(0),
                    op.in(1),
                    op.in(2),
                    op.step().table(axes.stream().mapToInt(Integer::intValue).toArray()),
                    GpuOp.whole(count))));
    return true;
  }
}
