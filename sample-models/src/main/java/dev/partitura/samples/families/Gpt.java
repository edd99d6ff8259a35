package dev.partitura.samples.families;

import dev.partitura.engine.network.Network;
import java.util.List;

/// GPT as Megatron trains it: learned positions, layers normalized before each part, exact GELU,
/// biases everywhere, a last normalization. With `tied=1` the words that come out are compared with
/// the table that the words come in by: the product with its transpose. Sources: Radford et al.
/// 2019; Brown et al. 2020, arXiv:2005.14165; Narayanan et al. 2021, arXiv:2104.04473.
final class Gpt {
  static final Family FAMILY =
      new Family(
          "gpt",
          "GPT-2, GPT-3 and Megatron's: a decoder of words.",
          "gpt:hidden=6144,layers=48,heads=64,seq=2048,vocab=51200",
          List.of(
              FamilyWord.width("hidden", 768, "width of a position"),
              FamilyWord.count("layers", 12, "layers"),
              FamilyWord.count("heads", 12, "heads of attention"),
              FamilyWord.length(1024),
              FamilyWord.vocabulary(50257),
              FamilyWord.fused(),
              new FamilyWord("ffn", 0, 1, 1 << 24, "width of the feed-forward network; 4 hidden"),
              new FamilyWord(
                  "tied", 1, 0, 1, "1 where words come out by the table they come in by")),
          "",
          true,
          Gpt::network);

  private Gpt() {}

  private static Network network(FamilyValues values, WeightMaker weights) {
    int hidden = values.number("hidden");
    int heads = values.number("heads");
    int length = values.number("seq");
    int vocabulary = values.number("vocab");
    values.requireMultiple("hidden", hidden, "heads", heads);
    var blocks = new Blocks("gpt", weights, values.isFused(length), values.positions());
    var layers =
        new DenseLayers(
            blocks, hidden, heads, values.numberOr("ffn", 4L * hidden), length, true, 1e-5f);
    var table = blocks.matrix("embedding.words", hidden, vocabulary, hidden);
    int past = blocks.past();
    var places = blocks.matrix("embedding.positions", hidden, (long) past + length, hidden);
    if (past > 0) {
      places = blocks.op("embedding/place", "Gather", places, blocks.integers(past));
    }
    var x = blocks.op("embedding/words", "Gather", table, blocks.words("words", length));
    x = blocks.op("embedding/add", "Add", x, places);
    for (int layer = 1; layer <= values.number("layers"); layer++) {
      x = layers.before("layer" + layer, x);
    }
    x = blocks.last(layers.norm("head/norm", x), length);
    return blocks.build(
        values.number("tied") == 1
            ? blocks.op("head/words", "MatMul", x, blocks.transpose("head/table", table, 1, 0))
            : blocks.map("head/words", x, hidden, vocabulary));
  }
}
