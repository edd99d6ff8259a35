package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;

/// Range and order of the integer element types, whose elements travel as longs (UINT64 by its
/// bits).
final class Integers {
  private Integers() {}

  static long smallest(DataType type) {
    return switch (type) {
      case INT2 -> -2;
      case INT4 -> -8;
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case INT64 -> Long.MIN_VALUE;
      default -> 0;
    };
  }

  static long largest(DataType type) {
    return switch (type) {
      case BOOL, INT2 -> 1;
      case UINT2 -> 3;
      case INT4 -> 7;
      case UINT4 -> 15;
      case INT8 -> Byte.MAX_VALUE;
      case UINT8 -> 0xff;
      case INT16 -> Short.MAX_VALUE;
      case UINT16 -> 0xffff;
      case INT32 -> Integer.MAX_VALUE;
      case UINT32 -> 0xffff_ffffL;
      case UINT64 -> -1;
      default -> Long.MAX_VALUE;
    };
  }

  static int compare(long a, long b, DataType type) {
    return type == DataType.UINT64 ? Long.compareUnsigned(a, b) : Long.compare(a, b);
  }
}
