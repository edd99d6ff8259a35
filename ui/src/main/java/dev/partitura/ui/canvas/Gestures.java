package dev.partitura.ui.canvas;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// Hands every press on a node to the first kind of gesture that knows it, and what follows to that
/// gesture. A press gives the node the focus. On the FX thread.
public final class Gestures {
  private final Node node;
  private final List<Gesture.Kind> kinds;
  private final Runnable ended;
  private @Nullable Gesture present;

  /// @param kinds first come, first served
  /// @param ended called after each gesture
  public Gestures(Node node, List<? extends Gesture.Kind> kinds, Runnable ended) {
    this.node = node;
    this.kinds = List.copyOf(kinds);
    this.ended = ended;
    node.addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
    node.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
    node.addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
  }

  private void press(MouseEvent event) {
    node.requestFocus();
    cancel();
    for (var kind : kinds) {
      present = kind.begin(event);
      if (present != null) {
        break;
      }
    }
  }

  private void drag(MouseEvent event) {
    if (present != null) {
      present.drag(event);
    }
  }

  private void release(MouseEvent event) {
    var done = present;
    if (done != null) {
      done.release(event);
      end();
    }
  }

  /// Takes back what the present gesture did; false when there is none.
  public boolean cancel() {
    var stopped = present;
    if (stopped == null) {
      return false;
    }
    stopped.cancel();
    end();
    return true;
  }

  private void end() {
    present = null;
    ended.run();
  }
}
