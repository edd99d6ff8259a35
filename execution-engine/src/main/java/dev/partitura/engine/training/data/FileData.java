package dev.partitura.engine.training.data;

import dev.partitura.engine.problem.ProblemException;
import java.util.List;

/// Samples out of files, parted into those to train on and those to test on.
final class FileData {
  /// Of this many samples one is kept for testing.
  private static final int ONE_TESTED_OF = 5;

  private FileData() {}

  /// Draws the samples to test on by the seed.
  ///
  /// @throws ProblemException when there are too few for both
  static Dataset split(String name, List<String> axes, Samples all, long seed) {
    if (all.count() < 2) {
      throw ProblemException.of("training.data.few", name, name, all.count());
    }
    var order = Dataset.shuffled(all.count(), seed);
    int tested = Math.max(1, all.count() / ONE_TESTED_OF);
    var train = all.room(all.count() - tested);
    var test = all.room(tested);
    for (int i = 0; i < order.length; i++) {
      if (i < tested) {
        all.copy(order[i], test, i);
      } else {
        all.copy(order[i], train, i - tested);
      }
    }
    return new Dataset(name, axes, classes(all), train, test, seed);
  }

  private static int classes(Samples all) {
    long largest = 0;
    for (long i = 0; i < all.labels().elementCount(); i++) {
      largest = Math.max(largest, all.labels().longAt(i));
    }
    return Math.toIntExact(largest + 1);
  }
}
