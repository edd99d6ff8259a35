package dev.partitura.engine.training.data;

import java.util.List;
import java.util.SplittableRandom;

/// Points on two arms of a spiral, each a class: no line parts them. After Lang and Witbrock 1988.
final class Spirals {
  private static final double TURNS = 1.5;
  private static final double NOISE = 0.04;
  static final MadeData DATA =
      new MadeData(
          "spirals",
          List.of("coordinate"),
          new long[] {2},
          0,
          2,
          1000,
          500,
          new Datasets.Usual(1500, 0.01),
          Spirals::make);

  private Spirals() {}

  private static void make(int number, SplittableRandom random, float[] values, long[] labels) {
    int arm = number % 2;
    double along = Math.sqrt(random.nextDouble());
    double angle = 2 * StrictMath.PI * TURNS * along + arm * StrictMath.PI;
    values[0] = (float) (along * StrictMath.cos(angle) + random.nextDouble(-NOISE, NOISE));
    values[1] = (float) (along * StrictMath.sin(angle) + random.nextDouble(-NOISE, NOISE));
    labels[0] = arm;
  }
}
