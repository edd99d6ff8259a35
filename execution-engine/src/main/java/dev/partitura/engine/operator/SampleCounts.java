package dev.partitura.engine.operator;

/// Samples of one part of a split batch and of the whole batch.
///
/// @param part at least 1
/// @param whole more than `part`
public record SampleCounts(long part, long whole) {
  public SampleCounts {
    if (part < 1 || whole <= part) {
      throw new IllegalArgumentException("A part of " + part + " samples is no part of " + whole);
    }
  }

  /// Whether sizes of one axis in the part and in the whole are so many rows for each sample.
  boolean scale(long partSize, long wholeSize) {
    return partSize > 0
        && wholeSize > 0
        && Math.multiplyExact(partSize, whole) == Math.multiplyExact(wholeSize, part);
  }
}
