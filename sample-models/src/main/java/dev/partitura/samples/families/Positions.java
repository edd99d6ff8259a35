package dev.partitura.samples.families;

/// Which positions of a text a network of a family does, and which words come out.
///
/// @param past positions whose keys and values are there already, for each text of the batch
/// @param batch texts, of which the past is kept; 0 where any number will do
/// @param lastWord whether the words behind the last position alone come out
record Positions(int past, int batch, boolean lastWord) {
  /// All at once, with a word behind each.
  static final Positions ALL = new Positions(0, 0, false);

  /// All at once, with the word that comes next.
  static final Positions PROMPT = new Positions(0, 0, true);

  /// One more, behind those of `past`.
  static Positions next(int past, int batch) {
    return new Positions(past, batch, true);
  }
}
