package dev.partitura.app.http;

import dev.partitura.engine.tensor.DataType;
import org.jspecify.annotations.Nullable;

/// What the protocol calls the types of tensors.
///
/// Source: Open Inference Protocol, version 2, "Tensor data types"; BF16 as Triton has it.
final class ProtocolType {
  private ProtocolType() {}

  /// Null where the protocol has none.
  static @Nullable String of(DataType type) {
    return switch (type) {
      case BOOL -> "BOOL";
      case UINT8 -> "UINT8";
      case UINT16 -> "UINT16";
      case UINT32 -> "UINT32";
      case UINT64 -> "UINT64";
      case INT8 -> "INT8";
      case INT16 -> "INT16";
      case INT32 -> "INT32";
      case INT64 -> "INT64";
      case FLOAT16 -> "FP16";
      case BFLOAT16 -> "BF16";
      case FLOAT -> "FP32";
      case DOUBLE -> "FP64";
      case STRING -> "BYTES";
      case FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          FLOAT4E2M1,
          FLOAT8E8M0,
          UINT4,
          INT4,
          UINT2,
          INT2 ->
          null;
    };
  }
}
