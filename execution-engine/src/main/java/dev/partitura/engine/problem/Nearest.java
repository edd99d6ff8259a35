package dev.partitura.engine.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the word that was meant. Pure; cost O(letters squared) a word.
public final class Nearest {
  private Nearest() {}

  /// The word with the fewest mistakes in it, if they are few for its length; else one that begins
  /// so.
  public static Optional<String> to(String written, Collection<String> words) {
    int most = Math.max(1, written.length() / 3);
    return words.stream()
        .filter(word -> mistakes(written, word) <= most)
        .min(Comparator.comparingInt((String word) -> mistakes(written, word)))
        .or(() -> words.stream().filter(word -> word.startsWith(written)).findFirst());
  }

  /// Letters missing, added, wrong, or swapped with their neighbour: the optimal string alignment
  /// distance.
  public static int mistakes(String one, String other) {
    var cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int wrong = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + wrong, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[one.length()][other.length()];
  }
}
