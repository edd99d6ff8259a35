package dev.partitura.engine.network.onnx;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Elements of less than a byte: files hold several in one byte, the first in its lowest bits;
/// tensors here hold one a byte.
final class Packing {
  private Packing() {}

  /// Bytes of `count` elements in a file.
  ///
  /// @throws ArithmeticException when they cannot be counted
  static long bytes(DataType type, long count) {
    int bits = type.bitsInFile();
    return bits < Byte.SIZE
        ? Math.ceilDiv(count, Byte.SIZE / bits)
        : Math.multiplyExact(count, bits / Byte.SIZE);
  }

  static boolean isPacked(DataType type) {
    return type.bitsInFile() > 0 && type.bitsInFile() < Byte.SIZE;
  }

  static void unpack(MemorySegment from, Tensor to) {
    for (long i = 0; i < to.elementCount(); i++) {
      set(to, i, bits(from, to.dataType(), i));
    }
  }

  static int bits(MemorySegment from, DataType type, long i) {
    int bits = type.bitsInFile();
    int perByte = Byte.SIZE / bits;
    return from.get(ValueLayout.JAVA_BYTE, i / perByte) >> (int) (i % perByte) * bits
        & (1 << bits) - 1;
  }

  /// Integers are kept with their sign, floats as their bits.
  static void set(Tensor to, long i, int bits) {
    to.data().set(ValueLayout.JAVA_BYTE, i, (byte) signed(to.dataType(), bits));
  }

  private static int signed(DataType type, int bits) {
    return switch (type) {
      case INT4 -> bits << 28 >> 28;
      case INT2 -> bits << 30 >> 30;
      default -> bits;
    };
  }

  /// The bytes of a file.
  static MemorySegment pack(Tensor from) {
    int bits = from.dataType().bitsInFile();
    int perByte = Byte.SIZE / bits;
    var packed = new byte[Math.toIntExact(bytes(from.dataType(), from.elementCount()))];
    for (long i = 0; i < from.elementCount(); i++) {
      int value = from.data().get(ValueLayout.JAVA_BYTE, i) & (1 << bits) - 1;
      packed[(int) (i / perByte)] |= (byte) (value << (int) (i % perByte) * bits);
    }
    return MemorySegment.ofArray(packed);
  }
}
