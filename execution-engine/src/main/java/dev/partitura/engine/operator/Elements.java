package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Moves elements between tensors of one element type, whatever the type.
final class Elements {
  private Elements() {}

  /// Copies `count` neighbouring elements.
  static void copy(Tensor from, long at, Tensor to, long toAt, long count) {
    Checkpoint.pass(toAt);
    if (from.dataType() == DataType.STRING) {
      for (long i = 0; i < count; i++) {
        to.setString(toAt + i, from.stringAt(at + i));
      }
      return;
    }
    long bytes = from.dataType().sizeBytes();
    MemorySegment.copy(from.data(), at * bytes, to.data(), toAt * bytes, count * bytes);
  }

  /// Copies `count` elements that lie `step` apart to places `toStep` apart.
  static void copy(Tensor from, long at, long step, Tensor to, long toAt, long toStep, long count) {
    if (step == 1 && toStep == 1) {
      copy(from, at, to, toAt, count);
      return;
    }
    var source = from.data();
    var target = to.data();
    switch (from.dataType().sizeBytes()) {
      case 1 -> {
        for (long i = 0; i < count; i++) {
          target.set(
              ValueLayout.JAVA_BYTE,
              toAt + i * toStep,
              source.get(ValueLayout.JAVA_BYTE, at + i * step));
        }
      }
      case 2 -> {
        for (long i = 0; i < count; i++) {
          target.set(
              ValueLayout.JAVA_SHORT_UNALIGNED,
              toAt + i * toStep << 1,
              source.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + i * step << 1));
        }
      }
      case 4 -> {
        for (long i = 0; i < count; i++) {
          target.set(
              ValueLayout.JAVA_INT_UNALIGNED,
              toAt + i * toStep << 2,
              source.get(ValueLayout.JAVA_INT_UNALIGNED, at + i * step << 2));
        }
      }
      case 8 -> {
        for (long i = 0; i < count; i++) {
          target.set(
              ValueLayout.JAVA_LONG_UNALIGNED,
              toAt + i * toStep << 3,
              source.get(ValueLayout.JAVA_LONG_UNALIGNED, at + i * step << 3));
        }
      }
      default -> {
        for (long i = 0; i < count; i++) {
          to.setString(toAt + i * toStep, from.stringAt(at + i * step));
        }
      }
    }
  }

  /// Fills a dense `target` from a strided view of `from` that begins at `start`.
  static void gather(Tensor from, long start, long[] strides, Tensor target) {
    var shape = target.shape();
    for (var rows = IndexSpace.of(shape.sizes(), strides, shape.strides()); rows.next(); ) {
      copy(
          from,
          start + rows.position(0),
          rows.step(0),
          target,
          rows.position(1),
          rows.step(1),
          rows.rowLength());
    }
  }

  /// Writes a dense `from` into a strided view of `target` that begins at `start`.
  static void spread(Tensor from, Tensor target, long start, long[] strides) {
    var shape = from.shape();
    for (var rows = IndexSpace.of(shape.sizes(), shape.strides(), strides); rows.next(); ) {
      copy(
          from,
          rows.position(0),
          rows.step(0),
          target,
          start + rows.position(1),
          rows.step(1),
          rows.rowLength());
    }
  }

  /// Writes the first element of `value` everywhere.
  static void fill(Tensor target, Tensor value) {
    copy(value, 0, 0, target, 0, 1, target.elementCount());
  }

  /// Writes zeros, false or empty strings everywhere.
  static void clear(Tensor target) {
    if (target.dataType() == DataType.STRING) {
      for (long i = 0; i < target.elementCount(); i++) {
        target.setString(i, "");
      }
    } else {
      target.data().fill((byte) 0);
    }
  }

  /// Writes zeros into `count` neighbouring numbers.
  static void clear(Tensor target, long at, long count) {
    long bytes = target.dataType().sizeBytes();
    target.data().asSlice(at * bytes, count * bytes).fill((byte) 0);
  }

  /// All elements of a numeric tensor as float32.
  static float[] floats(Tensor tensor) {
    if (tensor.dataType() == DataType.FLOAT) {
      return tensor.toFloats();
    }
    var values = new float[Math.toIntExact(tensor.elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) tensor.doubleAt(i);
    }
    return values;
  }

  /// All elements of a numeric tensor as float64.
  static double[] doubles(Tensor tensor) {
    var values = new double[Math.toIntExact(tensor.elementCount())];
    read(tensor, 0, 1, values, 0, values.length);
    return values;
  }

  /// Reads `count` elements that lie `step` apart into `values` from `begin` on.
  static void read(Tensor from, long at, long step, double[] values, int begin, int count) {
    Checkpoint.pass(at);
    if (from.dataType() == DataType.FLOAT) {
      // The type is looked at once rather than for each element, so that the loop is vector code.
      var data = from.data();
      for (int i = 0; i < count; i++) {
        values[begin + i] = data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + i * step << 2);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      values[begin + i] = from.doubleAt(at + i * step);
    }
  }

  static void write(float[] values, Tensor target) {
    if (target.dataType() == DataType.FLOAT) {
      MemorySegment.copy(
          values, 0, target.data(), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values.length);
      return;
    }
    for (int i = 0; i < values.length; i++) {
      target.setDouble(i, values[i]);
    }
  }

  static void write(double[] values, Tensor target) {
    write(values, target, 0);
  }

  /// Writes neighbouring elements from `at` on.
  static void write(double[] values, Tensor target, long at) {
    write(values, target, at, 1);
  }

  /// Writes elements that lie `step` apart from `at` on.
  static void write(double[] values, Tensor target, long at, long step) {
    Checkpoint.pass(at);
    if (target.dataType() == DataType.FLOAT) {
      var data = target.data();
      for (int i = 0; i < values.length; i++) {
        data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at + i * step << 2, (float) values[i]);
      }
      return;
    }
    for (int i = 0; i < values.length; i++) {
      target.setDouble(at + i * step, values[i]);
    }
  }
}
