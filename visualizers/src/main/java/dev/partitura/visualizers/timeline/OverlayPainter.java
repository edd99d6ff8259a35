package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.DependenceLine;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.format.Format;
import java.util.Arrays;

/// Draws what lies over the rows: selected time, critical path, the selected span with its arrows,
/// marks.
final class OverlayPainter {
  private static final int MOST_ARROWS = 200;

  /// Spans of the critical path that are drawn in one pixel column.
  private static final int MOST_IN_COLUMN = 4;

  private double[] xs = new double[256];
  private double[] ys = new double[256];
  private int count;

  void paint(Pen pen, Frame frame) {
    range(pen, frame);
    pen.clip(frame.gutter(), Frame.ROWS, frame.time().length(), frame.height() - Frame.ROWS);
    criticalPath(pen, frame);
    selected(pen, frame);
    idle(pen, frame);
    pen.unclip();
    criticalPathTime(pen, frame);
    for (long mark : frame.marks()) {
      double x = frame.x(mark);
      pen.line(x, 4, x, frame.height(), frame.palette().warn(), Stroke.THIN);
      pen.area(new double[] {x, x + 8, x}, new double[] {2, 6, 10}, 3, frame.palette().warn());
    }
  }

  private static void range(Pen pen, Frame frame) {
    var range = frame.range();
    if (range == null) {
      return;
    }
    double left = frame.x(range.fromNanos());
    double right = frame.x(range.toNanos());
    var accent = frame.palette().accent();
    pen.fill(left, 0, right - left, frame.height(), LanePainter.faded(accent, 0.12));
    pen.line(left, 0, left, frame.height(), accent, Stroke.THIN);
    pen.line(right, 0, right, frame.height(), accent, Stroke.THIN);
  }

  /// Where more of its spans end in a pixel column than can be told apart, the next column follows:
  /// a path of a million spans costs no more than one of a few thousand.
  private void criticalPath(Pen pen, Frame frame) {
    var path = frame.criticalPath();
    if (path.length == 0) {
      return;
    }
    var trace = frame.score().trace();
    var rowOfTrack = rows(frame);
    count = 0;
    Row last = null;
    double column = Double.NEGATIVE_INFINITY;
    int inColumn = 0;
    int i = firstVisible(frame, path);
    while (i < path.length) {
      var row = rowOfTrack[trace.track(path[i])];
      double left = frame.x(trace.startNanos(path[i]));
      double right = frame.x(trace.endNanos(path[i]));
      double y = frame.y(row.laneTop()) - 4;
      boolean sameRow = last != null && row.track() == last.track();
      if (!sameRow) {
        // Whatever was waited for shows as a line that goes on in the old row.
        if (last != null) {
          add(left, ys[count - 1]);
        }
        add(left, y);
      }
      if (sameRow && count > 1 && ys[count - 2] == y) {
        xs[count - 1] = right;
      } else {
        add(right, y);
      }
      last = row;
      if (left > frame.right()) {
        break;
      }
      double endColumn = Math.floor(right - frame.gutter());
      inColumn = endColumn == column ? inColumn + 1 : 1;
      column = endColumn;
      i =
          inColumn < MOST_IN_COLUMN
              ? i + 1
              : firstEnding(frame, path, i + 1, frame.time().toWorld(column + 1));
    }
    pen.path(xs, ys, count, frame.palette().text(), Stroke.MEDIUM);
  }

  /// How long the critical path is, above the rows: beside its first span it would lie on others.
  private static void criticalPathTime(Pen pen, Frame frame) {
    if (frame.criticalPath().length == 0) {
      return;
    }
    var busy = frame.score().criticalPathNanos();
    var waited = frame.score().criticalWaitNanos();
    var label =
        frame
            .texts()
            .get(
                waited > 0 ? "critical" : "critical.busy",
                Format.time(busy + waited),
                Format.time(busy),
                Format.time(waited));
    double left = Math.clamp(frame.x(0), frame.gutter() + 4, frame.gutter() + 24);
    pen.text(
        pen.fit(label, frame.right() - 4 - left, Lettering.STRONG),
        left,
        Frame.ROWS - 4,
        Lettering.STRONG,
        frame.palette().text());
  }

  /// One before the first span of the path that ends on the screen.
  private static int firstVisible(Frame frame, int[] path) {
    return Math.max(0, firstEnding(frame, path, 0, frame.time().start()) - 1);
  }

  /// Place of the first span of the path, from a place on, that ends at a moment or later.
  private static int firstEnding(Frame frame, int[] path, int from, double nanos) {
    int low = from;
    int high = path.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (frame.score().trace().endNanos(path[middle]) < nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void add(double x, double y) {
    if (count == xs.length) {
      xs = Arrays.copyOf(xs, count * 2);
      ys = Arrays.copyOf(ys, count * 2);
    }
    xs[count] = x;
    ys[count++] = y;
  }

  private static void selected(Pen pen, Frame frame) {
    int span = frame.selected();
    if (span < 0) {
      return;
    }
    var trace = frame.score().trace();
    var palette = frame.palette();
    var rowOfTrack = rows(frame);
    var flows = frame.score().flows();
    for (var arrow : flows.arrowsInto(span, MOST_ARROWS)) {
      arrow(pen, frame, rowOfTrack, arrow, palette.warn());
    }
    for (var arrow : flows.arrowsOutOf(span, MOST_ARROWS)) {
      arrow(pen, frame, rowOfTrack, arrow, palette.accent());
    }
    var row = rowOfTrack[trace.track(span)];
    double left = Math.max(frame.gutter() - 4, frame.x(trace.startNanos(span)));
    double right = Math.min(frame.right() + 4, frame.x(trace.endNanos(span)));
    double y = frame.y(row.laneTop());
    halo(pen, frame, left, y, Math.max(2, right - left), row.laneHeight());
  }

  /// The selected idle time: a frame around it, whose hatching stays.
  private static void idle(Pen pen, Frame frame) {
    var idle = frame.idle();
    if (idle != null) {
      var row = frame.score().row(idle.track());
      double left = Math.max(frame.gutter() - 4, frame.x(idle.fromNanos()));
      double right = Math.min(frame.right() + 4, frame.x(idle.toNanos()));
      halo(pen, frame, left, frame.y(row.laneTop()), Math.max(2, right - left), row.laneHeight());
    }
  }

  private static void halo(Pen pen, Frame frame, double x, double y, double width, double height) {
    var palette = frame.palette();
    pen.outline(x - 1, y - 1, width + 2, height + 2, 4, palette.panel(), Stroke.THICK);
    pen.outline(x, y, width, height, 3, palette.accent(), Stroke.THICK);
  }

  private static void arrow(
      Pen pen, Frame frame, Row[] rowOfTrack, Flows.Arrow arrow, javafx.scene.paint.Color color) {
    var trace = frame.score().trace();
    var palette = frame.palette();
    double x1 = frame.x(trace.endNanos(arrow.from()));
    double x2 = frame.x(trace.startNanos(arrow.to()));
    if ((x1 < frame.gutter() && x2 < frame.gutter())
        || (x1 > frame.right() && x2 > frame.right())) {
      return;
    }
    DependenceLine.draw(
        pen,
        arrow.kind(),
        clampX(frame, x1),
        frame.y(rowOfTrack[trace.track(arrow.from())].laneMiddle()),
        clampX(frame, x2),
        frame.y(rowOfTrack[trace.track(arrow.to())].laneMiddle()),
        color,
        palette.card());
  }

  private static double clampX(Frame frame, double x) {
    return Math.clamp(x, frame.gutter() - 4000, frame.right() + 4000);
  }

  private static Row[] rows(Frame frame) {
    var rows = new Row[frame.score().trace().tracks().size()];
    for (var row : frame.score().rows()) {
      if (row.track() >= 0) {
        rows[row.track()] = row;
      }
    }
    return rows;
  }
}
