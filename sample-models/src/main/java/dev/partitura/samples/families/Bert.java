package dev.partitura.samples.families;

import dev.partitura.engine.network.Network;
import java.util.List;

/// BERT with its masked-word head: words, learned positions and a table of segments, of which all
/// words are taken to be the first; layers normalized behind each part; the head compares with the
/// table that the words come in by. All places see each other. Source: Devlin et al. 2018,
/// arXiv:1810.04805.
final class Bert {
  private static final int SEGMENTS = 2;
  private static final float EPSILON = 1e-12f;

  static final Family FAMILY =
      new Family(
          "bert",
          "BERT: an encoder of words with its masked-word head.",
          "bert:hidden=1024,layers=24,heads=16,seq=512,vocab=30522",
          List.of(
              FamilyWord.width("hidden", 768, "width of a position"),
              FamilyWord.count("layers", 12, "layers"),
              FamilyWord.count("heads", 12, "heads of attention"),
              FamilyWord.length(512),
              FamilyWord.vocabulary(30522),
              FamilyWord.fused(),
              new FamilyWord("ffn", 0, 1, 1 << 24, "width of the feed-forward network; 4 hidden")),
          "",
          false,
          Bert::network);

  private Bert() {}

  private static Network network(FamilyValues values, WeightMaker weights) {
    int hidden = values.number("hidden");
    int heads = values.number("heads");
    int length = values.number("seq");
    int vocabulary = values.number("vocab");
    values.requireMultiple("hidden", hidden, "heads", heads);
    var blocks = new Blocks("bert", weights, values.isFused(length));
    var layers =
        new DenseLayers(
            blocks, hidden, heads, values.numberOr("ffn", 4L * hidden), length, false, EPSILON);
    var table = blocks.matrix("embedding.words", hidden, vocabulary, hidden);
    var places = blocks.matrix("embedding.positions", hidden, length, hidden);
    var segments = blocks.matrix("embedding.segments", hidden, SEGMENTS, hidden);
    var x = blocks.op("embedding/words", "Gather", table, blocks.words("words", length));
    x = blocks.op("embedding/add", "Add", x, places);
    var first = blocks.op("embedding/segment", "Gather", segments, blocks.integers(0));
    x = blocks.op("embedding/segments", "Add", x, first);
    x = layers.norm("embedding/norm", x);
    for (int layer = 1; layer <= values.number("layers"); layer++) {
      x = layers.behind("layer" + layer, x);
    }
    x = blocks.project("head/dense", x, hidden, hidden);
    x = layers.norm("head/norm", blocks.op("head/gelu", "Gelu", x));
    x = blocks.op("head/words", "MatMul", x, blocks.transpose("head/table", table, 1, 0));
    return blocks.build(
        blocks.op("head/add", "Add", x, blocks.vector("head.bias", 0, 0.02, vocabulary)));
  }
}
