package dev.partitura.app.desktop;

import dev.partitura.ui.theme.Palette;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;

/// A sample on the welcome screen: how it is laid out and with which plan it runs best.
///
/// @param sample name of the sample
/// @param plan preset that shows what the sample is for
/// @param columns ops side by side in each column of its picture
/// @param layout how the picture gives its ops to two devices
record SampleCard(String sample, String plan, int[] columns, Layout layout) {
  private static final double[] DASHES = {3, 2};
  private static final double[] SOLID = {};
  private static final double WIDTH = 232;
  private static final double HEIGHT = 84;
  private static final double OP_WIDTH = 16;
  private static final double OP_HEIGHT = 10;

  enum Layout {
    /// The left half on A, the right half on B.
    PIPELINE,
    /// Upper branches on A, lower ones on B.
    TASK,
    /// The whole network on A and again on B.
    DATA
  }

  /// The picture of the network, its ops in the hues of their devices.
  Canvas picture(Palette palette) {
    var canvas = new Canvas(WIDTH, HEIGHT);
    var graphics = canvas.getGraphicsContext2D();
    if (layout == Layout.DATA) {
      draw(graphics, palette, 0, HEIGHT / 2);
      draw(graphics, palette, HEIGHT / 2, HEIGHT / 2);
    } else {
      draw(graphics, palette, 0, HEIGHT);
    }
    return canvas;
  }

  private void draw(GraphicsContext graphics, Palette palette, double top, double height) {
    for (int column = 1; column < columns.length; column++) {
      wires(graphics, palette, column, top, height);
    }
    for (int column = 0; column < columns.length; column++) {
      for (int row = 0; row < columns[column]; row++) {
        graphics.setFill(palette.device(device(column, row, top)));
        graphics.fillRoundRect(
            x(column) - OP_WIDTH / 2,
            y(column, row, top, height) - OP_HEIGHT / 2,
            OP_WIDTH,
            OP_HEIGHT,
            5,
            5);
      }
    }
  }

  private void wires(
      GraphicsContext graphics, Palette palette, int column, double top, double height) {
    int before = columns[column - 1];
    int here = columns[column];
    graphics.setLineWidth(1);
    for (int row = 0; row < Math.max(before, here); row++) {
      int from = before == here ? row : Math.min(row, before - 1);
      int to = Math.min(row, here - 1);
      boolean cut = device(column - 1, from, top) != device(column, to, top);
      graphics.setStroke(cut ? palette.bad() : palette.edge());
      graphics.setLineDashes(cut ? DASHES : SOLID);
      double middle = (x(column - 1) + x(column)) / 2;
      graphics.beginPath();
      graphics.moveTo(x(column - 1), y(column - 1, from, top, height));
      graphics.bezierCurveTo(
          middle,
          y(column - 1, from, top, height),
          middle,
          y(column, to, top, height),
          x(column),
          y(column, to, top, height));
      graphics.stroke();
    }
    graphics.setLineDashes(SOLID);
  }

  private int device(int column, int row, double top) {
    return switch (layout) {
      case PIPELINE -> column * 2 < columns.length ? 0 : 1;
      case TASK -> columns[column] > 1 && row * 2 >= columns[column] ? 1 : 0;
      case DATA -> top == 0 ? 0 : 1;
    };
  }

  private double x(int column) {
    return 16 + column * (WIDTH - 32) / (columns.length - 1);
  }

  private double y(int column, int row, double top, double height) {
    return top + height * (row + 1) / (columns[column] + 1);
  }
}
