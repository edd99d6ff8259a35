package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Gesture;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A drag with Shift selects a stretch of time.
final class RangeGesture implements Gesture.Kind {
  private final TimelineModel model;

  RangeGesture(TimelineModel model) {
    this.model = model;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press) {
    if (!press.isShiftDown() || press.getButton() == MouseButton.SECONDARY) {
      return null;
    }
    return new Gesture() {
      @Override
      public void drag(MouseEvent event) {
        model.selectRange(nanos(press), nanos(event));
      }
    };
  }

  private double nanos(MouseEvent event) {
    return model.time().toWorld(event.getX() - ScoreCanvas.GUTTER);
  }
}
