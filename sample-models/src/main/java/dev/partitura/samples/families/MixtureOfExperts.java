package dev.partitura.samples.families;

import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/// Llama's layers with experts in place of the feed-forward network, as Mixtral has them. Which
/// experts do a token cannot follow from its scores where all sizes are static; here it follows
/// from its place, as in hash layers: token `t` goes to experts `t`, `t + 1` … modulo their count,
/// as many as `top-k`, and their results are weighed by the router's shares. Every expert so does
/// `seq · top-k / experts` tokens: parameters, operations and bytes are those of a balanced choice
/// of the best. Sources: Jiang et al. 2024, arXiv:2401.04088; Roller et al. 2021, arXiv:2106.04426.
final class MixtureOfExperts {
  static final Family FAMILY =
      new Family(
          "moe",
          "Mixtral: Llama's layers with experts, tokens spread evenly over them.",
          "moe:hidden=4096,layers=32,heads=32,kv-heads=8,ffn=14336,experts=8,top-k=2,seq=4096,vocab=32000",
          words(),
          "",
          false,
          (values, weights) -> {
            int experts = values.number("experts");
            values.requireMultiple("seq", values.number("seq"), "experts", experts);
            if (values.number("top-k") > experts) {
              throw ProblemException.of(
                  "family.experts", values.text(), values.text(), values.number("top-k"), experts);
            }
            return Llama.network("moe", values, weights, MixtureOfExperts::experts);
          });

  private MixtureOfExperts() {}

  private static List<FamilyWord> words() {
    var words = new ArrayList<>(Llama.WORDS);
    words.add(new FamilyWord("experts", 8, 1, 1024, "experts of a layer"));
    words.add(new FamilyWord("top-k", 2, 1, 1024, "experts that do each token"));
    return words;
  }

  private static String experts(Blocks blocks, FamilyValues values, String prefix, String x) {
    int hidden = values.number("hidden");
    int inner = Llama.inner(values);
    int experts = values.number("experts");
    int choices = values.number("top-k");
    int length = values.number("seq");
    int each = length / experts;
    var shares = blocks.map(prefix + "/router", x, hidden, experts);
    shares = blocks.op(prefix + "/router/softmax", "Softmax", "axis", -1, shares);
    shares = chosen(blocks, prefix + "/router", shares, experts, choices, each);

    // Tokens by their number modulo experts, then for each expert those of all its choices.
    var tokens = blocks.reshape(prefix + "/dispatch/deal", x, 0, each, experts, hidden);
    tokens = blocks.transpose(prefix + "/dispatch/transpose", tokens, 0, 2, 1, 3);
    tokens = turned(blocks, prefix + "/dispatch/turn", tokens, experts, choices, Turn.TO_EXPERTS);
    tokens =
        blocks.reshape(prefix + "/dispatch", tokens, 0, experts, (long) choices * each, hidden);

    var gate = blocks.matrix(prefix + "/gate.weight", hidden, experts, hidden, inner);
    var widen = blocks.matrix(prefix + "/widen.weight", hidden, experts, hidden, inner);
    var narrow = blocks.matrix(prefix + "/narrow.weight", inner, experts, inner, hidden);
    var active =
        Llama.gated(
            blocks,
            prefix,
            blocks.op(prefix + "/gate", "MatMul", tokens, gate),
            blocks.op(prefix + "/widen", "MatMul", tokens, widen));
    var done = blocks.op(prefix + "/narrow", "MatMul", active, narrow);

    done =
        blocks.reshape(
            prefix + "/collect/choices", done, 0, (long) experts * choices, each, hidden);
    done = turned(blocks, prefix + "/collect/turn", done, experts, choices, Turn.BACK);
    done = blocks.reshape(prefix + "/collect/deal", done, 0, experts, choices, each, hidden);
    done = blocks.op(prefix + "/collect/weigh", "Mul", done, shares);
    done = blocks.op(prefix + "/collect/sum", "ReduceSum", "keepdims", 0, done, blocks.integers(2));
    done = blocks.transpose(prefix + "/collect/transpose", done, 0, 2, 1, 3);
    return blocks.reshape(prefix + "/collect", done, 0, length, hidden);
  }

  /// Of the shares `[N, length, experts]` those of the experts that do each token, `[N, experts,
  /// choices, each, 1]`.
  private static String chosen(
      Blocks blocks, String name, String shares, int experts, int choices, int each) {
    var dealt = blocks.reshape(name + "/deal", shares, 0, each, experts, experts);
    dealt = blocks.transpose(name + "/transpose", dealt, 0, 2, 1, 3);
    dealt = blocks.reshape(name + "/choices", dealt, 0, experts, 1, each, experts);
    var isChosen =
        blocks.flags(
            "router.chosen",
            at -> {
              long expert = at % experts;
              long choice = at / experts % choices;
              long place = at / experts / choices;
              return expert == (place + choice) % experts;
            },
            experts,
            choices,
            1,
            experts);
    var kept =
        blocks.op(name + "/chosen", "Where", isChosen, dealt, blocks.number("router.others", 0));
    return blocks.op(name + "/share", "ReduceSum", kept, blocks.integers(-1));
  }

  private enum Turn {
    /// From the places of tokens to the places of experts and their choices.
    TO_EXPERTS,
    /// From there to the places of tokens and their choices.
    BACK
  }

  private static String turned(
      Blocks blocks, String name, String x, int experts, int choices, Turn turn) {
    var places = new long[experts * choices];
    for (int place = 0; place < experts; place++) {
      for (int choice = 0; choice < choices; choice++) {
        places[place * choices + choice] =
            switch (turn) {
              case TO_EXPERTS -> Math.floorMod(place - choice, experts);
              case BACK -> (long) (place + choice) % experts * choices + choice;
            };
      }
    }
    return blocks.op(name, "Gather", "axis", 1, x, blocks.integers(places));
  }
}
