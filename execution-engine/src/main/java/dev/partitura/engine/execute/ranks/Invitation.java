package dev.partitura.engine.execute.ranks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a rank is told by its environment: where its leader listens, the word that opens the
/// channel, and which MPI joins the ranks.
///
/// @param token of this run alone, so that nobody else is listened to
record Invitation(String host, int port, String token, MpiKind kind, int rank) {
  private static final String VARIABLE = "PARTITURA_RANK_OF";

  /// For the environment of the ranks.
  static Map<String, String> environment(String host, int port, String token, MpiKind kind) {
    return Map.of(VARIABLE, String.join(" ", host, Integer.toString(port), token, kind.name()));
  }

  /// @throws IllegalStateException when the process was not started as a rank
  static Invitation ofEnvironment() {
    var text = System.getenv(VARIABLE);
    var words = text == null ? new String[0] : text.split(" ", -1);
    if (words.length != 4) {
      throw new IllegalStateException("This process was not started as a rank");
    }
    var kind = MpiKind.valueOf(words[3]);
    return new Invitation(
        words[0], Integer.parseInt(words[1]), words[2], kind, rank(kind.rankVariable()));
  }

  private static int rank(String variable) {
    @Nullable String text = System.getenv(variable);
    if (text == null) {
      throw new IllegalStateException("No launcher has set " + variable);
    }
    return Integer.parseInt(text);
  }
}
