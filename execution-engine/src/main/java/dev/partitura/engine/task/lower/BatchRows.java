package dev.partitura.engine.task.lower;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Cuts tensors along axis 0 and joins them along any.
public final class BatchRows {
  private BatchRows() {}

  /// Rows `from` to `from + count` of a tensor; a view, but a copy of strings.
  public static Tensor slice(Tensor whole, long from, long count) {
    var type = whole.type().withShape(whole.shape().withSize(0, count));
    long row = whole.shape().product(1, whole.shape().rank());
    if (whole.dataType() == DataType.STRING) {
      var part = Tensor.allocate(type);
      copy(whole, from * row, part, 0, count * row);
      return part;
    }
    long bytes = row * whole.dataType().sizeBytes();
    return Tensor.over(type, whole.data().asSlice(from * bytes, count * bytes));
  }

  /// A fresh tensor of `rows` rows that repeats those of `source` from the first as often as
  /// needed.
  public static Tensor repeat(Tensor source, long rows) {
    var result = Tensor.allocate(source.type().withShape(source.shape().withSize(0, rows)));
    long has = source.elementCount();
    for (long at = 0; at < result.elementCount() && has > 0; at += has) {
      copy(source, 0, result, at, Math.min(has, result.elementCount() - at));
    }
    return result;
  }

  /// A fresh tensor of the first `rows` places along `axis` of `parts`, one behind the other.
  public static Tensor join(List<Tensor> parts, int axis, long rows) {
    var shape = parts.getFirst().shape();
    var result = Tensor.allocate(parts.getFirst().type().withShape(shape.withSize(axis, rows)));
    long row = shape.product(axis + 1, shape.rank());
    long at = 0;
    for (var part : parts) {
      long has = part.shape().size(axis);
      long count = Math.min(has, rows - at);
      for (long outer = 0; outer < shape.product(0, axis); outer++) {
        copy(part, outer * has * row, result, (outer * rows + at) * row, count * row);
      }
      at += count;
    }
    return result;
  }

  private static void copy(Tensor source, long from, Tensor target, long to, long elements) {
    if (target.dataType() == DataType.STRING) {
      for (long i = 0; i < elements; i++) {
        target.setString(to + i, source.stringAt(from + i));
      }
    } else {
      long size = target.dataType().sizeBytes();
      MemorySegment.copy(source.data(), from * size, target.data(), to * size, elements * size);
    }
  }
}
