package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Gesture;
import dev.partitura.ui.session.Playhead;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A press on the ruler places the playhead, a drag takes it along.
final class ScrubGesture implements Gesture.Kind {
  private static final double RULER = 20;

  private final TimelineModel model;
  private final Playhead playhead;

  ScrubGesture(TimelineModel model, Playhead playhead) {
    this.model = model;
    this.playhead = playhead;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press) {
    if (!model.isOfShownRun()
        || press.getY() >= RULER
        || press.getX() <= ScoreCanvas.GUTTER
        || press.getButton() == MouseButton.SECONDARY) {
      return null;
    }
    place(press);
    return new Gesture() {
      @Override
      public void drag(MouseEvent event) {
        place(event);
      }
    };
  }

  private void place(MouseEvent event) {
    var score = model.score();
    if (score != null) {
      double nanos = model.time().toWorld(event.getX() - ScoreCanvas.GUTTER);
      playhead.moveTo(Math.round(Math.clamp(nanos, 0, score.durationNanos())));
    }
  }
}
