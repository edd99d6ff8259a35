package dev.partitura.engine.training.data;

import java.util.List;
import java.util.SplittableRandom;

/// Points around the corners of a square; those where exactly one coordinate is above zero are
/// class 1: the smallest task that takes a hidden layer.
final class ExclusiveOr {
  private static final double SPREAD = 0.8;
  static final MadeData DATA =
      new MadeData(
          "xor",
          List.of("coordinate"),
          new long[] {2},
          0,
          2,
          400,
          200,
          new Datasets.Usual(300, 0.01),
          ExclusiveOr::make);

  private ExclusiveOr() {}

  private static void make(int number, SplittableRandom random, float[] values, long[] labels) {
    int corner = number % 4;
    for (int axis = 0; axis < 2; axis++) {
      int side = (corner >> axis & 1) * 2 - 1;
      values[axis] = (float) (side + random.nextDouble(-SPREAD, SPREAD));
    }
    labels[0] = corner == 1 || corner == 2 ? 1 : 0;
  }
}
