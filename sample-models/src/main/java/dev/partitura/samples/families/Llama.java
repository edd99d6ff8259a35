package dev.partitura.samples.families;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import java.util.List;

/// Llama: layers normalized before each part by the root of the mean square, rotary positions,
/// groups of heads, gated feed-forward networks, no biases, words that come out by a table of their
/// own. Source: Touvron et al. 2023, arXiv:2307.09288.
final class Llama {
  static final List<FamilyWord> WORDS =
      List.of(
          FamilyWord.width("hidden", 2048, "width of a position"),
          FamilyWord.count("layers", 16, "layers"),
          FamilyWord.count("heads", 32, "heads of attention"),
          new FamilyWord("kv-heads", 0, 1, 1 << 12, "heads of keys and values; as many as heads"),
          new FamilyWord(
              "ffn",
              0,
              1,
              1 << 24,
              "width of the feed-forward network; 8/3 hidden, in steps of 256"),
          FamilyWord.length(2048),
          FamilyWord.vocabulary(32000),
          FamilyWord.fused());

  static final Family FAMILY =
      new Family(
          "llama",
          "Llama 2 and 3: a decoder of words with grouped attention.",
          "llama:hidden=8192,layers=80,heads=64,kv-heads=8,ffn=28672,seq=4096,vocab=128256",
          WORDS,
          "",
          true,
          (values, weights) -> network("llama", values, weights, Llama::feedForward));

  private Llama() {}

  /// What stands behind attention.
  @FunctionalInterface
  interface FeedForward {
    /// @param x normalized, `[N, length, hidden]`
    String of(Blocks blocks, FamilyValues values, String prefix, String x);
  }

  static Network network(
      String name, FamilyValues values, WeightMaker weights, FeedForward feedForward) {
    int hidden = values.number("hidden");
    int heads = values.number("heads");
    int groups = values.numberOr("kv-heads", heads);
    int length = values.number("seq");
    int vocabulary = values.number("vocab");
    values.requireMultiple("hidden", hidden, "heads", heads);
    values.requireMultiple("heads", heads, "kv-heads", groups);
    if (hidden / heads % 2 != 0) {
      throw ProblemException.of("family.even", values.text(), values.text(), hidden / heads);
    }
    var blocks = new Blocks(name, weights, values.isFused(length), values.positions());
    var attention = new GroupedAttention(blocks, hidden, heads, groups, length, 10_000);
    var table = blocks.matrix("embedding.words", hidden, vocabulary, hidden);
    var x = blocks.op("embedding/words", "Gather", table, blocks.words("words", length));
    attention.angles();
    for (int layer = 1; layer <= values.number("layers"); layer++) {
      var prefix = "layer" + layer;
      var y =
          attention.of(
              prefix + "/attention", blocks.rmsNorm(prefix + "/attention/norm", x, hidden));
      x = blocks.op(prefix + "/attention/residual", "Add", x, y);
      y =
          feedForward.of(
              blocks, values, prefix + "/mlp", blocks.rmsNorm(prefix + "/mlp/norm", x, hidden));
      x = blocks.op(prefix + "/mlp/residual", "Add", x, y);
    }
    return blocks.build(
        blocks.map(
            "head/words",
            blocks.last(blocks.rmsNorm("head/norm", x, hidden), length),
            hidden,
            vocabulary));
  }

  static int inner(FamilyValues values) {
    return values.numberOr(
        "ffn", Math.ceilDiv(Math.ceilDiv(8L * values.number("hidden"), 3), 256) * 256);
  }

  /// `narrow(silu(gate(x)) · widen(x))`. Source: Shazeer 2020, arXiv:2002.05202.
  private static String feedForward(Blocks blocks, FamilyValues values, String prefix, String x) {
    int hidden = values.number("hidden");
    int inner = inner(values);
    var gate = blocks.map(prefix + "/gate", x, hidden, inner);
    var wide = blocks.map(prefix + "/widen", x, hidden, inner);
    return blocks.map(prefix + "/narrow", gated(blocks, prefix, gate, wide), inner, hidden);
  }

  static String gated(Blocks blocks, String prefix, String gate, String wide) {
    var open = blocks.op(prefix + "/sigmoid", "Sigmoid", gate);
    return blocks.op(
        prefix + "/gated", "Mul", blocks.op(prefix + "/silu", "Mul", gate, open), wide);
  }
}
