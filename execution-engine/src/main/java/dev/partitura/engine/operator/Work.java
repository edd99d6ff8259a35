package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.TensorType;
import java.util.List;

/// Cost of one run of an op.
///
/// @param flops floating-point operations; a multiply-add counts two
/// @param readBytes bytes of inputs read once, weights included
/// @param writtenBytes bytes of outputs written once
public record Work(long flops, long readBytes, long writtenBytes) {
  public static final Work NONE = new Work(0, 0, 0);

  public Work plus(Work other) {
    return new Work(
        flops + other.flops, readBytes + other.readBytes, writtenBytes + other.writtenBytes);
  }

  public long bytes() {
    return readBytes + writtenBytes;
  }

  /// Every input read and every output written once, `flopsPerElement` for each element of the
  /// first output. Values whose type is not static count nothing.
  public static Work elementwise(OpContext op, List<TensorType> outputs, long flopsPerElement) {
    var first = outputs.isEmpty() ? null : outputs.getFirst();
    long flops =
        first != null && first.isStatic() ? first.knownShape().elementCount() * flopsPerElement : 0;
    return moving(op, outputs).plus(new Work(flops, 0, 0));
  }

  /// Every input read and every output written once, nothing calculated.
  public static Work moving(OpContext op, List<TensorType> outputs) {
    long read = 0;
    for (var input : op.inputTypes()) {
      read += input != null && input.isStatic() ? input.sizeBytes() : 0;
    }
    long written = 0;
    for (var output : outputs) {
      written += output.isStatic() ? output.sizeBytes() : 0;
    }
    return new Work(0, read, written);
  }

  /// As [#moving], with `flops` known to the operator.
  public static Work of(long flops, OpContext op, List<TensorType> outputs) {
    return moving(op, outputs).plus(new Work(flops, 0, 0));
  }
}
