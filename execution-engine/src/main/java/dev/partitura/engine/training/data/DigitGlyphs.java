package dev.partitura.engine.training.data;

import java.util.ArrayList;
import java.util.List;

/// How the digits 0 to 9 are drawn: strokes of straight pieces in a square from 0 to 1, x to the
/// right and y downwards.
final class DigitGlyphs {
  /// Pieces of a full turn.
  private static final int TURN = 24;

  private static final List<List<double[]>> STROKES =
      List.of(
          List.of(arc(0.5, 0.5, 0.27, 0.4, 0, 360)),
          List.of(line(0.34, 0.28, 0.54, 0.1, 0.54, 0.9)),
          List.of(joined(arc(0.5, 0.34, 0.25, 0.24, -170, 40), line(0.24, 0.9, 0.78, 0.9))),
          List.of(arc(0.48, 0.3, 0.23, 0.2, -160, 90), arc(0.48, 0.7, 0.27, 0.2, -90, 160)),
          List.of(line(0.62, 0.9, 0.62, 0.1, 0.2, 0.64, 0.82, 0.64)),
          List.of(
              joined(
                  line(0.74, 0.1, 0.32, 0.1, 0.29, 0.45), arc(0.48, 0.64, 0.27, 0.26, -135, 150))),
          List.of(joined(line(0.66, 0.1, 0.42, 0.3), arc(0.5, 0.66, 0.24, 0.24, -180, 180))),
          List.of(line(0.22, 0.1, 0.78, 0.1, 0.42, 0.9)),
          List.of(arc(0.5, 0.3, 0.2, 0.2, 0, 360), arc(0.5, 0.7, 0.25, 0.2, 0, 360)),
          List.of(joined(arc(0.5, 0.34, 0.24, 0.24, 0, 360), line(0.58, 0.7, 0.36, 0.9))));

  private DigitGlyphs() {}

  /// The strokes of a digit: each the x and y of its corners in turn.
  static List<double[]> strokes(int digit) {
    return STROKES.get(digit);
  }

  private static double[] line(double... corners) {
    return corners;
  }

  /// Along an ellipse; angles in degrees, 0 to the right and 90 downwards.
  private static double[] arc(
      double x, double y, double width, double height, double from, double to) {
    int pieces = (int) Math.ceil(Math.abs(to - from) / 360 * TURN);
    var corners = new double[2 * pieces + 2];
    for (int i = 0; i <= pieces; i++) {
      double angle = StrictMath.toRadians(from + (to - from) * i / pieces);
      corners[2 * i] = x + width * StrictMath.cos(angle);
      corners[2 * i + 1] = y + height * StrictMath.sin(angle);
    }
    return corners;
  }

  private static double[] joined(double[]... strokes) {
    var corners = new ArrayList<Double>();
    for (var stroke : strokes) {
      for (double corner : stroke) {
        corners.add(corner);
      }
    }
    return corners.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
