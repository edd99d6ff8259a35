package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.PredictedSpans;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import java.util.List;

/// Draws a row of what was predicted under the row that was measured: the same marks on the same
/// scale, by a frame of its own.
final class PredictedLane {
  private PredictedLane() {}

  static void paint(Pen pen, Frame frame, Row row, LanePainter lanes) {
    var beside = frame.score().beside();
    if (beside == null) {
      return;
    }
    lanes.paint(pen, of(frame, beside), row.ofPrediction());
    int selected = frame.selected();
    int twin =
        selected == TimelineModel.NO_SPAN ? PredictedSpans.NONE : beside.spans().of(selected);
    var trace = beside.score().trace();
    if (twin != PredictedSpans.NONE && trace.track(twin) == row.predicted()) {
      double left = frame.x(trace.startNanos(twin));
      double width = Math.max(2, frame.x(trace.endNanos(twin)) - left);
      pen.outline(
          left,
          frame.y(row.laneTop()) - 1,
          width,
          row.laneHeight() + 2,
          3,
          frame.palette().text(),
          Stroke.MEDIUM);
    }
  }

  private static Frame of(Frame frame, Beside beside) {
    return new Frame(
        beside.score(),
        frame.view(),
        frame.gutter(),
        frame.height(),
        frame.palette(),
        frame.texts(),
        frame.coloring(),
        SpanSet.EMPTY,
        SpanSet.EMPTY,
        TimelineModel.NO_SPAN,
        new int[0],
        null,
        List.of(),
        null);
  }
}
