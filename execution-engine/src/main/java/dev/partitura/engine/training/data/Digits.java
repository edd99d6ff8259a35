package dev.partitura.engine.training.data;

import java.util.List;
import java.util.SplittableRandom;

/// Drawn digits `[1, 28, 28]` from 0 (paper) to 1 (ink): shifted, turned, slanted, larger and
/// smaller, of thin and thick strokes, with noise. Nothing is downloaded.
final class Digits {
  private static final int SIZE = 28;
  private static final double NOISE = 0.25;
  static final MadeData DATA =
      new MadeData(
          "digits",
          List.of("channel", "height", "width"),
          new long[] {1, SIZE, SIZE},
          0,
          10,
          6000,
          1000,
          new Datasets.Usual(400, 0.001),
          Digits::make);

  private Digits() {}

  private static void make(int number, SplittableRandom random, float[] values, long[] labels) {
    int digit = number % 10;
    labels[0] = digit;
    double turn = random.nextDouble(-0.22, 0.22);
    double slant = random.nextDouble(-0.25, 0.25);
    double width = random.nextDouble(14, 22);
    double height = random.nextDouble(16, 23);
    double right = SIZE / 2.0 + random.nextDouble(-3, 3);
    double down = SIZE / 2.0 + random.nextDouble(-2.5, 2.5);
    double radius = random.nextDouble(0.6, 1.5);
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    for (var stroke : DigitGlyphs.strokes(digit)) {
      var drawn = new double[stroke.length];
      for (int i = 0; i < stroke.length; i += 2) {
        double y = (stroke[i + 1] - 0.5) * height;
        double x = (stroke[i] - 0.5) * width - slant * y;
        drawn[i] = right + cos * x - sin * y;
        drawn[i + 1] = down + sin * x + cos * y;
      }
      for (int i = 0; i + 3 < drawn.length; i += 2) {
        draw(values, drawn[i], drawn[i + 1], drawn[i + 2], drawn[i + 3], radius);
      }
    }
    for (int i = 0; i < values.length; i++) {
      double noisy = values[i] + random.nextDouble(-NOISE, NOISE);
      values[i] = (float) Math.clamp(noisy, 0, 1);
    }
  }

  /// One straight piece with round ends and edges that fade over a pixel.
  private static void draw(float[] ink, double x1, double y1, double x2, double y2, double radius) {
    double reach = radius + 1;
    int top = (int) Math.max(0, Math.min(y1, y2) - reach);
    int bottom = (int) Math.min(SIZE - 1.0, Math.max(y1, y2) + reach);
    int left = (int) Math.max(0, Math.min(x1, x2) - reach);
    int right = (int) Math.min(SIZE - 1.0, Math.max(x1, x2) + reach);
    double dx = x2 - x1;
    double dy = y2 - y1;
    double squared = Math.max(1e-9, dx * dx + dy * dy);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double x = column + 0.5 - x1;
        double y = row + 0.5 - y1;
        double along = Math.clamp((x * dx + y * dy) / squared, 0, 1);
        double away = Math.sqrt(square(x - along * dx) + square(y - along * dy));
        float shade = (float) Math.clamp(radius + 0.5 - away, 0, 1);
        ink[row * SIZE + column] = Math.max(ink[row * SIZE + column], shade);
      }
    }
  }

  private static double square(double value) {
    return value * value;
  }
}
