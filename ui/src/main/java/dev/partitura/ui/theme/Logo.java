package dev.partitura.ui.theme;

import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;

/// The mark: four voices of a score, aligned in time.
public final class Logo {
  private static final double[][] BARS = {{1, 2, 14}, {3, 6.5, 11}, {1, 11, 19}, {3, 15.5, 8}};
  private static final Color[] COLORS = {
    Color.web("#4e9cf5"), Color.web("#f2a33c"), Color.web("#4cc38a"), Color.web("#6ea8fe")
  };

  private Logo() {}

  public static Node of(double size) {
    return canvas(size);
  }

  /// The mark as the icon of a window. On the FX thread.
  public static Image image(int size) {
    var parameters = new SnapshotParameters();
    parameters.setFill(Color.TRANSPARENT);
    return canvas(size).snapshot(parameters, null);
  }

  private static Canvas canvas(double size) {
    var canvas = new Canvas(size, size);
    var graphics = canvas.getGraphicsContext2D();
    graphics.scale(size / 20, size / 20);
    for (int i = 0; i < BARS.length; i++) {
      graphics.setFill(COLORS[i]);
      graphics.fillRoundRect(BARS[i][0] - 1, BARS[i][1], BARS[i][2], 3, 3, 3);
    }
    return canvas;
  }
}
