package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes several tensors of one size together, some elements at a time in float64. All of a block
/// is read before any of it is written, so that what is written may lie where it was read.
final class ElementBlocks {
  /// Elements of a block: few enough that those of a parameter and its states stay in cache.
  private static final int BLOCK = 512;

  /// What becomes of a block.
  @FunctionalInterface
  interface Change {
    /// @param values a row for each tensor, changed in place
    /// @param count how many elements of each row count
    void apply(double[][] values, int count);
  }

  private ElementBlocks() {}

  /// @param read of one element count
  /// @param written where each of them goes after the change; null where nobody wants it
  static void change(List<Tensor> read, List<@Nullable Tensor> written, Change change) {
    change(read, written, change, BLOCK);
  }

  /// The same with all elements in one block, for changes that follow from all of them.
  static void changeWhole(List<Tensor> read, List<@Nullable Tensor> written, Change change) {
    change(read, written, change, Math.max(1, Math.toIntExact(read.getFirst().elementCount())));
  }

  private static void change(
      List<Tensor> read, List<@Nullable Tensor> written, Change change, int block) {
    long all = read.getFirst().elementCount();
    var values = new double[read.size()][(int) Math.min(block, all)];
    for (long at = 0; at < all; at += block) {
      Checkpoint.pass();
      int count = (int) Math.min(block, all - at);
      for (int i = 0; i < values.length; i++) {
        read(read.get(i), at, values[i], count);
      }
      change.apply(values, count);
      for (int i = 0; i < values.length; i++) {
        var target = written.get(i);
        if (target != null) {
          write(values[i], count, target, at);
        }
      }
    }
  }

  private static void read(Tensor from, long at, double[] values, int count) {
    if (from.dataType() == DataType.FLOAT) {
      var data = from.data();
      for (int i = 0; i < count; i++) {
        values[i] = data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + i << 2);
      }
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = from.doubleAt(at + i);
      }
    }
  }

  private static void write(double[] values, int count, Tensor to, long at) {
    if (to.dataType() == DataType.FLOAT) {
      var data = to.data();
      for (int i = 0; i < count; i++) {
        data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at + i << 2, (float) values[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        to.setDouble(at + i, values[i]);
      }
    }
  }
}
