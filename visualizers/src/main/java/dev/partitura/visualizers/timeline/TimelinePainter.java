package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import javafx.scene.paint.Color;

/// Draws a frame of the timeline: ruler, rows with their spans, what lies over them, and the names
/// at the left.
final class TimelinePainter {
  private static final double DESCENT = 3;

  private final LanePainter lanes = new LanePainter();
  private final OverlayPainter overlay = new OverlayPainter();

  void paint(Pen pen, Frame frame) {
    var palette = frame.palette();
    pen.fill(0, 0, frame.right(), frame.height(), palette.panel());
    var ticks = Ticks.of(frame.time());
    pen.clip(frame.gutter(), 0, frame.time().length(), frame.height());
    for (int i = 0; i < ticks.count(); i++) {
      double x = Pen.crisp(frame.x(ticks.nanos(i)));
      pen.line(x, 20, x, frame.height(), palette.line(), Stroke.DASHED);
    }
    pen.unclip();
    pen.clip(0, Frame.ROWS, frame.right(), frame.height() - Frame.ROWS);
    lanes.begin(frame);
    for (var row : frame.score().rows()) {
      if (frame.shows(row)) {
        pen.clip(frame.gutter(), frame.y(row.top()) - 4, frame.time().length(), row.height() + 4);
        var content = row.content();
        if (content == null) {
          lanes.paint(pen, frame, row);
        } else {
          content.draw(pen, row.strip(frame));
        }
        pen.unclip();
        name(pen, frame, row);
      }
    }
    pen.unclip();
    pen.clip(frame.gutter(), 0, frame.time().length(), frame.height());
    overlay.paint(pen, frame);
    labels(pen, frame, ticks);
    pen.unclip();
  }

  /// Each label behind its mark; the last one before it where the edge would cut it.
  private static void labels(Pen pen, Frame frame, Ticks ticks) {
    double free = frame.gutter();
    for (int i = 0; i < ticks.count(); i++) {
      var text = ticks.label(ticks.nanos(i));
      double width = pen.textWidth(text, Lettering.NUMBER);
      double mark = frame.x(ticks.nanos(i));
      double left = mark + 4 + width <= frame.right() ? mark + 4 : mark - 4 - width;
      if (left >= free) {
        pen.text(text, left, 13, Lettering.NUMBER, frame.palette().faint());
        free = left + width + 8;
      }
    }
  }

  private static void name(Pen pen, Frame frame, Row row) {
    var palette = frame.palette();
    double top = frame.y(row.top());
    double room = frame.gutter() - 28;
    if (row.predicted() >= 0) {
      predictedName(pen, frame, row);
      return;
    }
    if (row.device() >= 0) {
      pen.fillRound(
          12,
          frame.y(row.laneTop()),
          4,
          Math.max(row.laneHeight(), row.height() - 6),
          2,
          palette.device(row.device()));
    }
    boolean roomy = row.height() >= 52;
    if (roomy) {
      line(
          pen,
          frame,
          pen.fit(row.title(), room - 24, Lettering.TITLE),
          24,
          top + 13,
          Lettering.TITLE,
          palette.text());
      letter(pen, frame, row, 24 + pen.textWidth(row.title(), Lettering.TITLE) + 6, top + 2);
      double next = top + 28;
      if (!row.note().isEmpty()) {
        line(
            pen,
            frame,
            pen.fit(row.note(), room, Lettering.SMALL),
            24,
            next,
            Lettering.SMALL,
            palette.muted());
        next += 15;
      }
      line(pen, frame, row.fact(), 24, next, Lettering.NUMBER, palette.muted());
    } else if (row.height() >= 26) {
      line(
          pen,
          frame,
          pen.fit(row.title(), room, Lettering.STRONG),
          24,
          top + 12,
          Lettering.STRONG,
          palette.muted());
      line(pen, frame, row.fact(), 24, top + 25, Lettering.NUMBER, palette.faint());
    } else {
      var fact = row.fact();
      double width = pen.textWidth(fact, Lettering.NUMBER);
      line(
          pen,
          frame,
          pen.fit(row.title(), room - width - 8, Lettering.SMALL),
          24,
          top + 11,
          Lettering.SMALL,
          palette.text());
      line(
          pen,
          frame,
          fact,
          frame.gutter() - 8 - width,
          top + 11,
          Lettering.NUMBER,
          palette.muted());
    }
  }

  /// One small line, and the hue of the device as an outline.
  private static void predictedName(Pen pen, Frame frame, Row row) {
    var palette = frame.palette();
    double top = frame.y(row.laneTop());
    if (row.device() >= 0) {
      pen.outline(
          12.5, top + 0.5, 3, row.laneHeight() - 1, 1.5, palette.device(row.device()), Stroke.THIN);
    }
    if (row.laneHeight() < 12) {
      return;
    }
    double width = pen.textWidth(row.fact(), Lettering.NUMBER);
    double baseline = frame.y(row.laneMiddle()) + 4;
    line(
        pen,
        frame,
        pen.fit(row.title(), frame.gutter() - 40 - width, Lettering.SMALL),
        24,
        baseline,
        Lettering.SMALL,
        palette.muted());
    line(
        pen,
        frame,
        row.fact(),
        frame.gutter() - 8 - width,
        baseline,
        Lettering.NUMBER,
        palette.muted());
  }

  /// A line of a row that reaches below the picture is left out: half letters say nothing.
  private static void line(
      Pen pen, Frame frame, String text, double x, double baseline, Lettering as, Color color) {
    if (baseline + DESCENT <= frame.height()) {
      pen.text(text, x, baseline, as, color);
    }
  }

  private static void letter(Pen pen, Frame frame, Row row, double x, double y) {
    if (row.letter().isEmpty()) {
      return;
    }
    var palette = frame.palette();
    var tint = palette.tint(palette.device(row.device()));
    pen.fillRound(x, y, 14, 14, 3, tint);
    double width = pen.textWidth(row.letter(), Lettering.STRONG);
    pen.text(
        row.letter(),
        x + (14 - width) / 2,
        y + 11,
        Lettering.STRONG,
        palette.readable(palette.device(row.device()), tint));
  }
}
