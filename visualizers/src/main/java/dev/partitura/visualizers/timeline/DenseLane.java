package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.theme.Palette;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// Draws a row with more spans than pixels can tell apart: each pixel column in the hue that fills
/// most of it, as strong as it was busy.
final class DenseLane {
  private static final int STRENGTHS = 16;
  private static final int FADED_ALPHA = 56;

  /// Narrower runs of a micro-batch go without a number: thousands of them would be noise, and
  /// slow.
  private static final int LEAST_RUN = 28;

  private final Columns columns = new Columns();
  private int[] colors = new int[0];
  private int[] shades = new int[0];
  private @Nullable Palette palette;
  private @Nullable Coloring coloring;

  void paint(Pen pen, Frame frame, Row row) {
    shade(frame.palette(), frame.coloring());
    var index = frame.score().index();
    index.columns(row.track(), frame.time(), frame.coloring(), columns);
    if (colors.length != columns.count()) {
      colors = new int[columns.count()];
    }
    for (int column = 0; column < colors.length; column++) {
      double busy = columns.busy(column);
      int strength = (int) Math.ceil(busy * (STRENGTHS - 1));
      colors[column] = busy == 0 ? 0 : shades[(columns.hue(column) + 1) * STRENGTHS + strength];
    }
    if (!frame.found().isEmpty()) {
      fade(frame, row);
    }
    pen.columns((int) frame.gutter(), frame.y(row.laneTop()), row.laneHeight(), colors);
    if (frame.coloring() == Coloring.MICRO_BATCH && row.laneHeight() >= 12) {
      numbers(pen, frame, row);
    }
    marks(pen, frame, row);
  }

  private void shade(Palette wantedPalette, Coloring wantedColoring) {
    if (wantedPalette.equals(palette) && wantedColoring == coloring) {
      return;
    }
    palette = wantedPalette;
    coloring = wantedColoring;
    int hues = SpanHues.count(wantedColoring) + 1;
    shades = new int[hues * STRENGTHS];
    for (int hue = 0; hue < hues; hue++) {
      var color = SpanHues.color(wantedPalette, wantedColoring, (byte) (hue - 1));
      for (int strength = 0; strength < STRENGTHS; strength++) {
        shades[hue * STRENGTHS + strength] = argb(color, 0.2 + 0.8 * strength / (STRENGTHS - 1));
      }
    }
  }

  private static int argb(Color color, double opacity) {
    return (int) Math.round(opacity * 255) << 24
        | (int) Math.round(color.getRed() * 255) << 16
        | (int) Math.round(color.getGreen() * 255) << 8
        | (int) Math.round(color.getBlue() * 255);
  }

  /// Thins every column in which the search found nothing.
  private void fade(Frame frame, Row row) {
    var index = frame.score().index();
    int from = index.firstStartingFrom(row.track(), frame.time().start());
    for (int column = 0; column < colors.length; column++) {
      int to = index.firstStartingFrom(row.track(), frame.time().toWorld(column + 1));
      int place =
          frame.found().from(Math.max(frame.score().trace().firstSpan(row.track()), from - 1));
      if (place >= frame.found().size() || frame.found().get(place) >= to) {
        colors[column] =
            Math.min(colors[column] >>> 24, FADED_ALPHA) << 24 | (colors[column] & 0xffffff);
      }
      from = to;
    }
  }

  private void numbers(Pen pen, Frame frame, Row row) {
    var index = frame.score().index();
    for (int column = 0; column < colors.length; ) {
      int end = column + 1;
      byte hue = columns.hue(column);
      while (end < colors.length
          && (columns.hue(end) == hue || columns.hue(end) == SpanHues.NONE)) {
        end++;
      }
      if (hue != SpanHues.NONE && end - column >= LEAST_RUN) {
        int span =
            index.at(
                row.track(),
                frame.time().toWorld((column + end) / 2.0),
                frame.time().unitsPerPixel() * 4);
        if (span >= 0 && index.hues().microBatch(span) == hue) {
          var fill = SpanHues.color(frame.palette(), Coloring.MICRO_BATCH, hue);
          LanePainter.number(
              pen,
              frame,
              row,
              frame.score().trace().microBatch(span),
              frame.gutter() + column,
              frame.gutter() + end,
              fill);
        }
      }
      column = end;
    }
  }

  /// A tick below every pixel column that holds a span of the selected ops.
  private static void marks(Pen pen, Frame frame, Row row) {
    var marked = frame.marked();
    if (marked.isEmpty()) {
      return;
    }
    var trace = frame.score().trace();
    int end = frame.score().index().firstStartingFrom(row.track(), frame.time().end());
    int from =
        Math.max(
            trace.firstSpan(row.track()),
            frame.score().index().firstEndingAfter(row.track(), frame.time().start()));
    double next = Double.NEGATIVE_INFINITY;
    for (int place = marked.from(from); place < marked.size() && marked.get(place) < end; ) {
      int span = marked.get(place);
      double x = Math.floor(frame.x(trace.startNanos(span)));
      if (x >= next) {
        double width = Math.max(2, frame.x(trace.endNanos(span)) - x);
        pen.fill(x, frame.y(row.laneBottom()) + 1, width, 2, frame.palette().text());
        next = x + width;
      }
      // Spans that begin in a column already ticked are passed over at once.
      int after =
          frame
              .score()
              .index()
              .firstStartingFrom(row.track(), frame.time().toWorld(next - frame.gutter()));
      place = Math.max(place + 1, marked.from(after));
    }
  }
}
