package dev.partitura.editor.gesture;

import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.network.GraphActions;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.canvas.Gesture;
import dev.partitura.ui.canvas.Gestures;
import dev.partitura.ui.canvas.ZoomPan;
import dev.partitura.ui.session.Session;
import java.util.List;
import java.util.Set;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// The catalogue of what the mouse does on the canvas. From press to release one gesture is at
/// work, and one gesture is one edit.
public final class GraphGestures {
  private final GraphCanvas canvas;
  private final Pointer pointer;
  private final List<GraphGesture> kinds;
  private final Gestures gestures;

  public GraphGestures(
      GraphCanvas canvas, GraphActions actions, GraphSelection selection, Session session) {
    this.canvas = canvas;
    pointer = new Pointer(canvas, session.brushProperty());
    var zoomPan = new ZoomPan(canvas, canvas);
    var context = new GestureContext(canvas, actions, selection, session);
    // First come, first served.
    kinds =
        List.of(
            new PanGesture(zoomPan, pointer),
            new MenuGesture(context),
            new PaintGesture(context),
            new PaintAreaGesture(context),
            new ConnectGesture(context),
            new ReconnectGesture(context),
            new ToggleSelectionGesture(context),
            new CollapseGesture(context),
            new MoveGesture(context),
            new SelectWireGesture(context),
            new MarqueeGesture(context));
    gestures = new Gestures(canvas, List.of(this::begin), this::ended);
  }

  private @Nullable Gesture begin(MouseEvent press) {
    var hit = canvas.hit(press.getX(), press.getY());
    for (var kind : kinds) {
      var gesture = kind.begin(press, hit);
      if (gesture != null) {
        return gesture;
      }
    }
    return null;
  }

  private void ended() {
    canvas.setOverlay(_ -> {});
    canvas.setConnecting(false, Set.of());
    pointer.refresh();
  }

  /// Where the pointer was last, in units of the drawing.
  public Position pointer() {
    return pointer.position();
  }

  /// While the space bar is down a drag pans.
  public void setSpaceDown(boolean down) {
    pointer.setSpaceDown(down);
  }

  /// Takes back what the present gesture did; false when there is none.
  public boolean cancel() {
    return gestures.cancel();
  }
}
