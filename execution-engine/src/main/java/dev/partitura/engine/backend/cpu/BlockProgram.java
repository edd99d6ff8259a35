package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Elementwise functions one after another, done block by block, so that what lies between them
/// never leaves the nearest cache. Each element is calculated exactly as by the functions one at a
/// time.
///
/// @param steps applied in order
record BlockProgram(List<Step> steps) {
  private static final int BLOCK = 512;

  BlockProgram {
    steps = List.copyOf(steps);
  }

  /// One function of the numbers at hand.
  sealed interface Step {
    record Alone(BlockFunction function) implements Step {}

    /// Together with the numbers at the same places of another value.
    ///
    /// @param operand which of the other values
    record With(BlockPair pair, int operand) implements Step {}
  }

  /// Memory for one block; used by one thread at a time.
  static final class Room {
    private final float[] block = new float[BLOCK];
    private final float[] other = new float[BLOCK];
    private final double[] scratch = new double[BLOCK];
  }

  /// Computes `count` elements of `target`, which may be `source` or one of the operands.
  void run(
      MemorySegment source,
      List<MemorySegment> operands,
      MemorySegment target,
      long count,
      Room room) {
    for (long at = 0; at < count; at += BLOCK) {
      int length = (int) Math.min(BLOCK, count - at);
      long offset = at * Float.BYTES;
      MemorySegment.copy(source, JAVA_FLOAT, offset, room.block, 0, length);
      for (int i = 0; i < steps.size(); i++) {
        switch (steps.get(i)) {
          case Step.Alone(var function) -> function.apply(room.block, room.scratch, length);
          case Step.With(var pair, int operand) -> {
            MemorySegment.copy(operands.get(operand), JAVA_FLOAT, offset, room.other, 0, length);
            pair.apply(room.block, room.other, length);
          }
        }
      }
      MemorySegment.copy(room.block, 0, target, JAVA_FLOAT, offset, length);
    }
  }

  /// Whether zeros, with which a layout fills up its rows of channels, stay zeros.
  boolean keepsZero() {
    var zeros = MemorySegment.ofArray(new float[1]);
    var result = new float[1];
    var operands =
        steps.stream().filter(step -> step instanceof Step.With).map(_ -> zeros).toList();
    run(zeros, operands, MemorySegment.ofArray(result), 1, new Room());
    return result[0] == 0;
  }
}
