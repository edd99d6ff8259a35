package dev.partitura.engine.backend.gpu;

import java.util.ArrayList;
import java.util.List;

/// Elementwise functions one behind the other, as the kernel `chain` reads them.
final class ElementChain {
  private static final int WORDS = 8;
  private static final int MOST_OPERANDS = 3;
  private static final int MOST_STEPS = 16;

  private final GpuArgument x;
  private final GpuArgument y;
  private final long count;
  private final List<int[]> steps = new ArrayList<>();
  private final List<GpuArgument> operands = new ArrayList<>();

  ElementChain(GpuArgument x, GpuArgument y, long count) {
    this.x = x;
    this.y = y;
    this.count = count;
  }

  GpuArgument y() {
    return y;
  }

  long count() {
    return count;
  }

  /// Whether one more step may not fit.
  boolean isFull() {
    return operands.size() == MOST_OPERANDS || steps.size() == MOST_STEPS;
  }

  /// A function of the element alone, with two numbers.
  void add(ElementCode code, double a, double b) {
    steps.add(new int[] {code.number(), 0, 0, 1, 1, bits(a), bits(b), 0});
  }

  /// A function of the element and a number.
  void addNumber(ElementCode code, double number, boolean first) {
    steps.add(new int[] {code.number(), 1, 0, 1, 1, bits(number), 0, first ? 1 : 0});
  }

  /// A function of the element and that of another value at the same place, or repeated.
  void addValue(ElementCode code, GpuArgument other, Repeat repeat, boolean first) {
    int which = operands.size();
    // The value as it stands when the chain comes there.
    boolean own = other.equals(y);
    if (!own) {
      operands.add(other);
    }
    steps.add(
        new int[] {
          code.number(),
          repeat.isFull() || own ? 2 : 3,
          own ? MOST_OPERANDS : which,
          repeat.inner(),
          repeat.size(),
          0,
          0,
          first ? 1 : 0
        });
  }

  /// How a value is repeated: each element `inner` times, all of them again and again.
  ///
  /// @param size 0 where it is as large as the result
  record Repeat(int inner, int size) {
    static final Repeat FULL = new Repeat(1, 0);

    boolean isFull() {
      return size == 0;
    }
  }

  private static int bits(double value) {
    return Float.floatToRawIntBits((float) value);
  }

  GpuLaunch launch(GpuStepBuilder step) {
    var table = new int[WORDS * steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      System.arraycopy(steps.get(i), 0, table, WORDS * i, WORDS);
    }
    var arguments = new ArrayList<GpuArgument>(List.of(y, x));
    for (int i = 0; i < MOST_OPERANDS; i++) {
      arguments.add(i < operands.size() ? operands.get(i) : GpuOp.none());
    }
    arguments.add(step.table(table));
    arguments.add(GpuOp.whole(steps.size()));
    arguments.add(GpuOp.whole(count));
    return GpuLaunch.each("chain", count, arguments);
  }
}
