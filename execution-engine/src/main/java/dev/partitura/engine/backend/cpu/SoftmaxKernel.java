package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A softmax of oneDNN whose vectors that hold infinities or NaN are calculated again by ourselves,
/// since there oneDNN's answer depends on the processor. Each vector is judged by itself: others
/// beside it do not change it.
///
/// @param count elements in all
/// @param length of a vector, whose elements lie `stride` apart
/// @param log whether the logarithm is wanted
record SoftmaxKernel(PrimitiveKernel primitive, long count, int length, long stride, boolean log)
    implements Kernel {
  /// Differences of numbers up to here are numbers.
  private static final float LARGE = Float.MAX_VALUE / 4;

  @Override
  public long scratchBytes() {
    return primitive.scratchBytes();
  }

  @Override
  public Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
    var usual = primitive.bind(inputs, outputs, scratch);
    var input = inputs.getFirst();
    var source = input.memory();
    var target = outputs.getFirst().memory();
    return () -> {
      boolean plain = input.magnitude() <= LARGE || Magnitude.of(source) <= LARGE;
      usual.run();
      if (!plain) {
        repair(source, target);
      }
    };
  }

  private void repair(MemorySegment source, MemorySegment target) {
    var vector = new double[length];
    for (long outer = 0; outer < count; outer += length * stride) {
      for (long inner = 0; inner < stride; inner++) {
        long first = outer + inner;
        boolean odd = false;
        for (int i = 0; i < length; i++) {
          float x = source.getAtIndex(JAVA_FLOAT, first + i * stride);
          vector[i] = x;
          odd |= !(Math.abs(x) <= LARGE);
        }
        if (odd) {
          apply(vector);
          for (int i = 0; i < length; i++) {
            target.setAtIndex(JAVA_FLOAT, first + i * stride, (float) vector[i]);
          }
        }
      }
    }
  }

  private void apply(double[] vector) {
    double most = Double.NEGATIVE_INFINITY;
    for (double x : vector) {
      most = Math.max(most, x);
    }
    var shares = log ? vector.clone() : vector;
    for (int i = 0; i < length; i++) {
      shares[i] -= most;
    }
    Exponential.exp(shares, length);
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    double shift = most + Math.log(sum);
    for (int i = 0; i < length; i++) {
      vector[i] = log ? vector[i] - shift : vector[i] / sum;
    }
  }
}
