package dev.partitura.visualizers.timeline;

import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.trace.Origin;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Palette;
import javafx.scene.paint.Color;

/// Draws the spans of a row. Few are drawn one by one, with names and numbers; many as one colour
/// for each pixel column.
final class LanePainter {
  private static final int MOST_SHAPES = 2500;
  private static final double LEAST_IDLE = 6;
  private static final double FADED = 0.22;
  private static final double PREDICTED = 0.3;
  private static final double INSET = 0.2;
  private static final int MOST_INSETS = 4;

  private final DenseLane dense = new DenseLane();
  private int mostShapes;

  /// Shares the shapes that a frame may have among its rows.
  void begin(Frame frame) {
    long rows = frame.score().rows().stream().filter(frame::shows).count();
    mostShapes = (int) Math.min(frame.time().length() / 2, MOST_SHAPES / Math.max(1.0, rows));
  }

  void paint(Pen pen, Frame frame, Row row) {
    if (row.predicted() >= 0) {
      PredictedLane.paint(pen, frame, row, this);
      return;
    }
    if (row.track() < 0) {
      copies(pen, frame, row);
      return;
    }
    var index = frame.score().index();
    var trace = frame.score().trace();
    int first = index.firstEndingAfter(row.track(), frame.time().start());
    int end = index.firstStartingFrom(row.track(), frame.time().end());
    if (row.kind() == Row.Kind.DEVICE) {
      ends(pen, frame, row);
    }
    if (first < 0 || first >= end) {
      if (first >= 0 && first > trace.firstSpan(row.track())) {
        idle(pen, frame, row, trace.endNanos(first - 1), trace.startNanos(first));
      }
      return;
    }
    if (end - first > mostShapes) {
      dense.paint(pen, frame, row);
      return;
    }
    spans(pen, frame, row, first, end);
    numbers(pen, frame, row, first, end);
  }

  /// Copies that lie on the receiver's track too; those in one pixel are drawn once.
  private static void copies(Pen pen, Frame frame, Row row) {
    var trace = frame.score().trace();
    double y = frame.y(row.laneTop());
    double drawnTo = Double.NEGATIVE_INFINITY;
    for (int i = row.copyAt(trace, frame.time().start()); i < row.copies().length; i++) {
      int span = row.copies()[i];
      double left = frame.x(trace.startNanos(span));
      if (left > frame.right()) {
        return;
      }
      double right = Math.max(left + 3, frame.x(trace.endNanos(span)));
      if (right - drawnTo >= 1) {
        pen.fillRound(
            left, y, right - left, row.laneHeight(), right - left >= 6 ? 3 : 1, color(frame, span));
        drawnTo = right;
      }
    }
  }

  /// Before the first span of a device and after its last: a bubble where the pipeline fills or
  /// drains, else the device only stands still.
  private static void ends(Pen pen, Frame frame, Row row) {
    var trace = frame.score().trace();
    int first = trace.firstSpan(row.track());
    boolean empty = first == trace.endSpan(row.track());
    long end = empty ? 0 : frame.score().index().endNanos(row.track());
    var causes = frame.score().idle(row.track());
    if (!empty && causes != null && causes.fillNanos() > 0) {
      bubble(pen, frame, row, 0, trace.startNanos(first));
    } else if (!empty) {
      idle(pen, frame, row, 0, trace.startNanos(first));
    }
    if (causes != null && causes.drainNanos() > 0) {
      bubble(pen, frame, row, end, frame.score().durationNanos());
    } else {
      idle(pen, frame, row, end, frame.score().durationNanos());
    }
  }

  private static void bubble(Pen pen, Frame frame, Row row, long from, long to) {
    double left = Math.max(frame.gutter(), frame.x(from) + 1);
    double right = Math.min(frame.right(), frame.x(to) - 1);
    if (right - left < LEAST_IDLE) {
      return;
    }
    var palette = frame.palette();
    double y = frame.y(row.laneTop());
    pen.hatch(left, y, right - left, row.laneHeight(), faded(palette.bad(), 0.55));
    var text = frame.texts().get("bubble", Format.time(to - from));
    double width = pen.textWidth(text, Lettering.STRONG);
    if (width + 12 < right - left && row.laneHeight() >= 16 && frame.showsText(row)) {
      double x = (left + right - width) / 2;
      double middle = frame.y(row.laneMiddle());
      pen.fillRound(x - 4, middle - 8, width + 8, 16, 3, palette.panel());
      pen.text(
          text, x, middle + 4, Lettering.STRONG, palette.readable(palette.bad(), palette.panel()));
    }
  }

  private static void idle(Pen pen, Frame frame, Row row, long from, long to) {
    double left = Math.max(frame.gutter(), frame.x(from) + 1);
    double right = Math.min(frame.right(), frame.x(to) - 1);
    if (right - left >= LEAST_IDLE && row.kind() == Row.Kind.DEVICE) {
      pen.hatch(
          left, frame.y(row.laneTop()), right - left, row.laneHeight(), frame.palette().line());
    }
  }

  private static void spans(Pen pen, Frame frame, Row row, int first, int end) {
    var trace = frame.score().trace();
    int start = trace.firstSpan(row.track());
    double plateEnd = 0;
    long busyUntil = first == start ? trace.startNanos(first) : trace.endNanos(first - 1);
    for (int span = first; span < end; span++) {
      idle(pen, frame, row, busyUntil, trace.startNanos(span));
      busyUntil = Math.max(busyUntil, trace.endNanos(span));
      double left = Math.max(frame.gutter() - 8, frame.x(trace.startNanos(span)));
      double right = Math.min(frame.right() + 8, frame.x(trace.endNanos(span)));
      double width = right - left > 3 ? right - left - 1 : Math.max(1, right - left);
      if (frame.coloring() != Coloring.KIND && (span == first || startsRun(frame, row, span))) {
        plateEnd =
            Math.max(left, frame.gutter())
                + pen.textWidth(plate(frame, span), Lettering.STRONG)
                + 8;
      }
      // Over the span it is nested in, and lower, so that the other's name stays to be seen.
      double inset = row.laneHeight() * Math.min(trace.depth(span), MOST_INSETS) * INSET;
      double y = frame.y(row.laneTop()) + inset;
      double height = row.laneHeight() - inset;
      var fill = color(frame, span);
      boolean copy = row.kind() == Row.Kind.DEVICE && trace.kind(span).moves();
      if (copy) {
        // Lower than a computation: the device moves data for itself.
        pen.fill(left, y + height * 0.3, width, height * 0.4, fill);
      } else if (width >= 6) {
        var shown = isPredicted(frame) ? faded(fill, PREDICTED) : fill;
        pen.fillRound(left, y, width, height, 3, shown);
        if (isPredicted(frame)) {
          pen.outline(left + 0.5, y + 0.5, width - 1, height - 1, 3, fill, Stroke.THIN);
        }
        name(
            pen,
            frame,
            row,
            span,
            Math.max(Math.max(left, frame.gutter()) + 5, plateEnd),
            right,
            shown);
      } else {
        pen.fill(left, y, width, height, fill);
      }
      if (frame.marked().contains(trace, span)) {
        pen.outline(
            left, y, width, height, width >= 6 ? 3 : 0, frame.palette().text(), Stroke.MEDIUM);
      }
    }
    if (end < trace.endSpan(row.track())) {
      idle(pen, frame, row, busyUntil, trace.startNanos(end));
    }
  }

  /// Measured is solid; predicted is an outline of the same hue.
  private static boolean isPredicted(Frame frame) {
    return frame.score().trace().origin() == Origin.PREDICTED;
  }

  private static void name(
      Pen pen, Frame frame, Row row, int span, double from, double right, Color fill) {
    double room = Math.min(right, frame.right()) - from - 4;
    if (room < 24
        || row.laneHeight() < 12
        || row.kind() == Row.Kind.LINK
        || !frame.showsText(row)) {
      return;
    }
    var text = pen.fitPath(SpanNames.of(frame.score().trace(), span), room, Lettering.SMALL);
    if (text.length() > 2) {
      pen.text(text, from, frame.y(row.laneMiddle()) + 3.5, Lettering.SMALL, textOn(frame, fill));
    }
  }

  /// What stands once where a run of spans begins: the number of its micro-batch, or its phase with
  /// it, such as `B3`.
  private static String plate(Frame frame, int span) {
    var trace = frame.score().trace();
    int microBatch = trace.microBatch(span);
    var phase = frame.coloring() == Coloring.PHASE ? trace.phase(span) : null;
    return phase == null
        ? microBatch < 0 ? "" : Integer.toString(microBatch)
        : phase == Phase.U || microBatch < 0 ? phase.name() : phase.name() + microBatch;
  }

  private static void numbers(Pen pen, Frame frame, Row row, int first, int end) {
    if (frame.coloring() == Coloring.KIND || row.laneHeight() < 12) {
      return;
    }
    var trace = frame.score().trace();
    for (int span = first; span < end; ) {
      int last = span;
      while (last + 1 < end && !startsRun(frame, row, last + 1)) {
        last++;
      }
      double left = Math.max(frame.gutter(), frame.x(trace.startNanos(span)));
      double right = Math.min(frame.right(), frame.x(trace.endNanos(last)));
      plate(pen, frame, row, plate(frame, span), left, right, hue(frame, span));
      span = last + 1;
    }
  }

  static void number(
      Pen pen, Frame frame, Row row, int microBatch, double left, double right, Color fill) {
    var text = microBatch < 0 ? "" : Integer.toString(microBatch);
    plate(pen, frame, row, text, left, right, fill);
  }

  private static void plate(
      Pen pen, Frame frame, Row row, String text, double left, double right, Color fill) {
    if (text.isEmpty()
        || !frame.showsText(row)
        || right - left < pen.textWidth(text, Lettering.STRONG) + 6) {
      return;
    }
    // On a plate of its own hue, so that it can be read across short spans.
    double middle = frame.y(row.laneMiddle());
    pen.fillRound(left + 1, middle - 8, pen.textWidth(text, Lettering.STRONG) + 6, 16, 3, fill);
    pen.text(text, left + 4, middle + 4, Lettering.STRONG, textOn(frame, fill));
  }

  private static boolean startsRun(Frame frame, Row row, int span) {
    var trace = frame.score().trace();
    return span == trace.firstSpan(row.track())
        || trace.microBatch(span - 1) != trace.microBatch(span)
        || frame.coloring() == Coloring.PHASE && trace.phase(span - 1) != trace.phase(span);
  }

  private static Color textOn(Frame frame, Color fill) {
    if (fill.isOpaque()) {
      return Palette.textOn(fill);
    }
    return isPredicted(frame) ? frame.palette().text() : frame.palette().muted();
  }

  /// Neighbours differ in shade, so that they do not melt into one; what a search did not find
  /// fades.
  private static Color color(Frame frame, int span) {
    var trace = frame.score().trace();
    int shade =
        Math.floorMod(trace.label(span) - trace.label(trace.firstSpan(trace.track(span))), 3);
    var hue = hue(frame, span);
    var color =
        frame.coloring() == Coloring.KIND
            ? hue
            : hue.interpolate(frame.palette().panel(), shade * 0.16);
    return frame.found().isEmpty() || frame.found().contains(trace, span)
        ? color
        : faded(color, FADED);
  }

  private static Color hue(Frame frame, int span) {
    return SpanHues.color(
        frame.palette(),
        frame.coloring(),
        frame.score().index().hues().hue(frame.coloring(), span));
  }

  static Color faded(Color color, double opacity) {
    return Color.color(color.getRed(), color.getGreen(), color.getBlue(), opacity);
  }
}
