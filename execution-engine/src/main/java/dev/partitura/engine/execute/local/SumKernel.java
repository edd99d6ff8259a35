package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.tensor.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Adds floating-point numbers to others of the same type, in the machine's byte order, and scales
/// the sums.
record SumKernel(DataType type, MemorySegment sum, MemorySegment addend, double factor)
    implements Kernel.Bound {
  SumKernel {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new IllegalArgumentException("Sums of " + type + " are not known");
    }
  }

  @Override
  public void run() {
    if (type == DataType.FLOAT) {
      float scale = (float) factor;
      for (long at = 0; at < sum.byteSize(); at += Float.BYTES) {
        sum.set(
            ValueLayout.JAVA_FLOAT,
            at,
            (sum.get(ValueLayout.JAVA_FLOAT, at) + addend.get(ValueLayout.JAVA_FLOAT, at)) * scale);
      }
    } else {
      for (long at = 0; at < sum.byteSize(); at += Double.BYTES) {
        sum.set(
            ValueLayout.JAVA_DOUBLE,
            at,
            (sum.get(ValueLayout.JAVA_DOUBLE, at) + addend.get(ValueLayout.JAVA_DOUBLE, at))
                * factor);
      }
    }
  }
}
