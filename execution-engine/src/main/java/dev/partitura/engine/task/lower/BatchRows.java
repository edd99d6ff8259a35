package dev.partitura.engine.task.lower;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;

/// Cuts and joins tensors along axis 0.
public final class BatchRows {
  private BatchRows() {}

  /// Rows `from` to `from + count` of a tensor; a view, but a copy of strings.
  public static Tensor slice(Tensor whole, long from, long count) {
    var type = whole.type().withShape(whole.shape().withSize(0, count));
    long row = rowElements(whole);
    if (whole.dataType() == DataType.STRING) {
      var part = Tensor.allocate(type);
      for (long i = 0; i < part.elementCount(); i++) {
        part.setString(i, whole.stringAt(from * row + i));
      }
      return part;
    }
    long bytes = row * whole.dataType().sizeBytes();
    return Tensor.over(type, whole.data().asSlice(from * bytes, count * bytes));
  }

  /// A fresh tensor of `rows` rows that repeats those of `source` from the first as often as
  /// needed.
  public static Tensor repeat(Tensor source, long rows) {
    var result = Tensor.allocate(source.type().withShape(source.shape().withSize(0, rows)));
    long has = source.shape().size(0);
    for (long row = 0; row < rows && has > 0; row += has) {
      copy(source, result, row, Math.min(has, rows - row));
    }
    return result;
  }

  /// A fresh tensor of the first `rows` rows of `parts`, one behind the other.
  public static Tensor join(List<Tensor> parts, long rows) {
    var first = parts.getFirst();
    var result = Tensor.allocate(first.type().withShape(first.shape().withSize(0, rows)));
    long at = 0;
    for (var part : parts) {
      long count = Math.min(part.shape().size(0), rows - at);
      copy(part, result, at, count);
      at += count;
    }
    return result;
  }

  private static void copy(Tensor source, Tensor target, long targetRow, long count) {
    long row = rowElements(target);
    if (target.dataType() == DataType.STRING) {
      for (long i = 0; i < count * row; i++) {
        target.setString(targetRow * row + i, source.stringAt(i));
      }
    } else {
      slice(target, targetRow, count).copyFrom(slice(source, 0, count));
    }
  }

  private static long rowElements(Tensor tensor) {
    long elements = 1;
    for (int axis = 1; axis < tensor.shape().rank(); axis++) {
      elements *= tensor.shape().size(axis);
    }
    return elements;
  }
}
