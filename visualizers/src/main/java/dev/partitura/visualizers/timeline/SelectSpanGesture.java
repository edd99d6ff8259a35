package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Gesture;
import dev.partitura.ui.canvas.ZoomPan;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A click selects the span under the pointer, a double click fits it; a drag pans.
final class SelectSpanGesture implements Gesture.Kind {
  private final TimelineModel model;
  private final ScoreCanvas canvas;
  private final ZoomPan zoomPan;

  SelectSpanGesture(TimelineModel model, ScoreCanvas canvas, ZoomPan zoomPan) {
    this.model = model;
    this.canvas = canvas;
    this.zoomPan = zoomPan;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press) {
    return zoomPan.panOrClick(press, this::select);
  }

  private void select(MouseEvent event) {
    int span = canvas.spanAt(event.getX(), event.getY());
    if (span == TimelineModel.NO_SPAN) {
      model.picking().selectIdle(canvas.rowAt(event.getY()), event.getX() - ScoreCanvas.GUTTER);
    } else {
      model.picking().select(span);
    }
    if (event.getClickCount() == 2 && span != TimelineModel.NO_SPAN) {
      model.fitSelection();
    }
  }
}
