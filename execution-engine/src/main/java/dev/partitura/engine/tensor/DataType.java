package dev.partitura.engine.tensor;

/// Element type of a tensor, with the number ONNX gives it in `TensorProto.DataType`.
public enum DataType {
  FLOAT(1, 4, "float32"),
  UINT8(2, 1, "uint8"),
  INT8(3, 1, "int8"),
  UINT16(4, 2, "uint16"),
  INT16(5, 2, "int16"),
  INT32(6, 4, "int32"),
  INT64(7, 8, "int64"),
  STRING(8, 0, "string"),
  BOOL(9, 1, "bool"),
  FLOAT16(10, 2, "float16"),
  DOUBLE(11, 8, "float64"),
  UINT32(12, 4, "uint32"),
  UINT64(13, 8, "uint64"),
  BFLOAT16(16, 2, "bfloat16"),
  FLOAT8E4M3FN(17, 1, "float8e4m3fn"),
  FLOAT8E4M3FNUZ(18, 1, "float8e4m3fnuz"),
  FLOAT8E5M2(19, 1, "float8e5m2"),
  FLOAT8E5M2FNUZ(20, 1, "float8e5m2fnuz"),
  UINT4(21, 1, "uint4"),
  INT4(22, 1, "int4"),
  FLOAT4E2M1(23, 1, "float4e2m1"),
  FLOAT8E8M0(24, 1, "float8e8m0"),
  UINT2(25, 1, "uint2"),
  INT2(26, 1, "int2");

  private final int onnxCode;
  private final int sizeBytes;
  private final String label;

  DataType(int onnxCode, int sizeBytes, String label) {
    this.onnxCode = onnxCode;
    this.sizeBytes = sizeBytes;
    this.label = label;
  }

  public int onnxCode() {
    return onnxCode;
  }

  /// Bytes of one element in memory; 0 for strings, which live on the Java heap.
  public int sizeBytes() {
    return sizeBytes;
  }

  /// Bits of one element in a file: elements of less than a byte are packed there. 0 for strings.
  public int bitsInFile() {
    return switch (this) {
      case UINT2, INT2 -> 2;
      case UINT4, INT4, FLOAT4E2M1 -> 4;
      default -> sizeBytes * Byte.SIZE;
    };
  }

  /// Whether this is a type in which weights are kept and moved but nothing is computed: they are
  /// converted first.
  public boolean isCompact() {
    return onnxCode >= FLOAT8E4M3FN.onnxCode;
  }

  /// Whether this is a float of 8 bits or fewer.
  public boolean isMinifloat() {
    return isCompact() && !isCompactInteger();
  }

  /// Whether this is an integer of less than a byte.
  public boolean isCompactInteger() {
    return this == UINT4 || this == INT4 || this == UINT2 || this == INT2;
  }

  /// The name people know it by, such as `float32`.
  public String label() {
    return label;
  }

  public boolean isFloating() {
    return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
  }

  public boolean isInteger() {
    return !isFloating() && !isCompact() && this != STRING && this != BOOL;
  }

  /// @throws IllegalArgumentException for a number without an element type here
  public static DataType ofOnnx(int code) {
    for (var type : values()) {
      if (type.onnxCode == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("Element type " + code + " of ONNX is not supported");
  }
}
