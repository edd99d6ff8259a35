package dev.partitura.app.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Measures contenders in turns, so that a machine that slows down slows all of them, and keeps each one's median round.
public final class Race {
  /// A contender's samples a second.
  public record Score(String name, double samplesPerSecond) {}

  private Race() {}

  static List<Score> run(List<? extends Contender> contenders, int rounds, long nanosPerTurn) {
    var measured = new double[contenders.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        measured[i][round] = contenders.get(i).samplesPerSecond(nanosPerTurn);
      }
    }
    var scores = new ArrayList<Score>();
    for (int i = 0; i < contenders.size(); i++) {
      scores.add(new Score(contenders.get(i).name(), median(measured[i])));
    }
    return scores;
  }

  /// The middle value; of an even count the mean of the middle two.
  static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
