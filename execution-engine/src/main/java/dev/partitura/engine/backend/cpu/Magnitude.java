package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// How far from 0 float32 numbers lie at most.
final class Magnitude {
  private static final int SIGN = 0x8000_0000;
  private static final int INFINITY = 0x7f80_0000;

  private Magnitude() {}

  /// The largest distance from 0 of the numbers in `memory`; infinite when one is infinite or NaN.
  /// Cost: half of copying them.
  static double of(MemorySegment memory) {
    // Without their signs, floats are in the order of their bits, infinity and NaN on top.
    int most = 0;
    long count = memory.byteSize() / Float.BYTES;
    for (long i = 0; i < count; i++) {
      most = Math.max(most, memory.get(JAVA_INT_UNALIGNED, i * Float.BYTES) & ~SIGN);
    }
    return most >= INFINITY ? Double.POSITIVE_INFINITY : Float.intBitsToFloat(most);
  }
}
