package dev.partitura.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.quantity.Quantity;
import java.util.List;

/// What it takes to read a prompt and to write words behind it. The time of a word grows evenly
/// with the positions before it, so that the first and the last tell all.
///
/// @param prompt positions that are read at once
/// @param tokens that are written, one after another; 0 where the prompt is only read
/// @param texts at a time
/// @param prefillNanos to read the prompt and tell the first word
/// @param firstNanos to write the first word behind that; 0 where none is written
/// @param lastNanos to write the last
record TextGeneration(
    int prompt, int tokens, int texts, long prefillNanos, long firstNanos, long lastNanos) {
  private static final double NANOS_PER_SECOND = 1e9;

  /// To write all words, the prompt not counted.
  long decodeNanos() {
    return Math.round(tokens * ((double) firstNanos + lastNanos) / 2);
  }

  double tokensPerSecond() {
    return NANOS_PER_SECOND * tokens * texts / decodeNanos();
  }

  List<List<String>> rows() {
    var prefill = List.of("prompt", prompt + " words in " + Quantity.time(prefillNanos));
    return tokens == 0
        ? List.of(prefill)
        : List.of(
            prefill,
            List.of(
                "writing",
                "%d words in %s, from %s to %s each; the iteration above is the last"
                    .formatted(
                        tokens,
                        Quantity.time(decodeNanos()),
                        Quantity.time(firstNanos),
                        Quantity.time(lastNanos))));
  }

  /// Writes `generation`.
  void put(ObjectNode report) {
    var generation = report.putObject("generation");
    generation
        .put("promptTokens", prompt)
        .put("tokens", tokens)
        .put("sequences", texts)
        .put("prefillNanos", prefillNanos);
    if (tokens > 0) {
      generation
          .put("firstTokenNanos", firstNanos)
          .put("lastTokenNanos", lastNanos)
          .put("decodeNanos", decodeNanos())
          .put("totalNanos", prefillNanos + decodeNanos())
          .put("tokensPerSecond", tokensPerSecond());
    }
  }
}
