package dev.partitura.visualizers.timeline;

import dev.partitura.visualizers.painter.Pen;
import dev.partitura.visualizers.painter.Pen.Stroke;
import javafx.scene.paint.Color;

/// Draws the memory that all devices use together, as a filled staircase.
final class MemoryPainter {
  private double[] xs = new double[0];
  private double[] ys = new double[0];
  private int count;

  void paint(Pen pen, Frame frame, Row row) {
    var series = frame.score().memory();
    double peak = series.peak();
    if (peak <= 0) {
      return;
    }
    double bottom = frame.y(row.laneBottom());
    int from = (int) Math.max(0, Math.floor(frame.view().x(0)));
    int to =
        (int)
            Math.min(
                frame.view().width(), Math.ceil(frame.view().x(frame.score().durationNanos())));
    if (to <= from) {
      return;
    }
    outline(frame, row, series, from, to, peak);
    var hue = frame.palette().accent();
    int line = count;
    add(frame.gutter() + to, bottom);
    add(frame.gutter() + from, bottom);
    pen.area(xs, ys, count, Color.color(hue.getRed(), hue.getGreen(), hue.getBlue(), 0.18));
    pen.path(xs, ys, line, hue, Stroke.THIN);
  }

  private void outline(Frame frame, Row row, CounterSeries series, int from, int to, double peak) {
    count = 0;
    double last = Double.NaN;
    double bottom = frame.y(row.laneBottom());
    for (int column = from; column < to; column++) {
      double value = series.largest(frame.view().nanos(column), frame.view().nanos(column + 1));
      double y = bottom - value / peak * row.laneHeight();
      if (y != last) {
        if (count > 0) {
          add(frame.gutter() + column, last);
        }
        add(frame.gutter() + column, y);
        last = y;
      }
    }
    add(frame.gutter() + to, last);
  }

  private void add(double x, double y) {
    if (count == xs.length) {
      xs = java.util.Arrays.copyOf(xs, count * 2 + 64);
      ys = java.util.Arrays.copyOf(ys, count * 2 + 64);
    }
    xs[count] = x;
    ys[count++] = y;
  }
}
