package dev.partitura.samples.families;

/// One word of a family: a whole number, with what it is where nothing is said.
///
/// @param usual where nothing is said; below `least` where it follows from other words
/// @param meaning what it counts
public record FamilyWord(String name, long usual, long least, long most, String meaning) {
  private static final long MOST_WIDTH = 1 << 22;
  private static final long MOST_COUNT = 1 << 12;

  /// Of a text.
  static final int MOST_POSITIONS = 1 << 20;

  /// Positions from which on nobody stores scores any more: those of one sequence and head would
  /// take 32 MiB in half precision.
  static final int FUSED_FROM = 4096;

  /// Whether a network says what it is where nothing is said.
  public boolean isKnown() {
    return usual >= least;
  }

  /// A number of features.
  static FamilyWord width(String name, long usual, String meaning) {
    return new FamilyWord(name, usual, 1, MOST_WIDTH, meaning);
  }

  /// A number of layers, heads and the like.
  static FamilyWord count(String name, long usual, String meaning) {
    return new FamilyWord(name, usual, 1, MOST_COUNT, meaning);
  }

  /// Positions of a text.
  static FamilyWord length(long usual) {
    return new FamilyWord("seq", usual, 1, MOST_POSITIONS, "positions");
  }

  /// How attention is done.
  static FamilyWord fused() {
    return new FamilyWord(
        "fused",
        -1,
        0,
        1,
        "1 where attention is one op that stores no scores, as FlashAttention; from "
            + FUSED_FROM
            + " positions on");
  }

  /// Words of a language.
  static FamilyWord vocabulary(long usual) {
    return new FamilyWord("vocab", usual, 2, 1 << 24, "words of the language");
  }
}
