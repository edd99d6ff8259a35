package dev.partitura.engine.cluster;

import java.util.Locale;

/// What the numbers are that a device multiplies, as data sheets tell its rates apart.
public enum NumberFormat {
  FP64,
  FP32,
  /// Float32 with a significand of ten bits, in matrix units alone.
  TF32,
  FP16,
  BF16,
  FP8,
  INT8;

  /// Such as `bf16`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
