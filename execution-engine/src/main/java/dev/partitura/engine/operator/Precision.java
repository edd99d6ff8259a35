package dev.partitura.engine.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How exact the numbers are that a network hands from op to op.
public enum Precision {
  /// As the network says, mostly float32.
  FP32,
  /// Float32 values are rounded to bfloat16, sums within an op are float32: see [MixedPrecision].
  BF16;

  /// The word in plans.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Precision> find(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Precision::word).toList();
  }
}
