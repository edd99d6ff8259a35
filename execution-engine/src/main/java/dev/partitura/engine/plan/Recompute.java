package dev.partitura.engine.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a stage does again on the way back rather than keep it since the way forward.
public enum Recompute {
  /// Everything is kept.
  NONE,
  /// What costs little beside the memory that it takes is done again, as Korthikanti et al. 2022
  /// (arXiv:2205.05198) do with the inner part of attention.
  SELECTIVE,
  /// Only what the stage was given is kept. Source: Chen et al. 2016, arXiv:1604.06174.
  FULL;

  /// The word in plans.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Recompute> find(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Recompute::word).toList();
  }
}
