package dev.partitura.ui.control;

import javafx.event.Event;
import javafx.event.EventDispatcher;
import javafx.scene.Node;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.controlsfx.control.PopOver;

/// A form below the control that asks for it. It goes with Escape, wherever in it the focus is, and
/// when another thing is pressed, which hears of that press all the same. Used on the FX thread.
public final class PopOverCard {
  /// From the control to the tip of the arrow: the window of the form begins above the tip, and
  /// shall not take the presses of the control.
  private static final double APART = 15;

  private final PopOver over = new PopOver();

  /// @param moves whether it fades in and out
  public PopOverCard(boolean moves) {
    over.getStyleClass().add("form-card");
    over.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
    over.setDetachable(false);
    over.setAnimated(moves);
    over.setConsumeAutoHidingEvents(false);
    var root = over.getRoot();
    var before = root.getEventDispatcher();
    EventDispatcher withEscape =
        (event, tail) -> {
          boolean leaves = leaves(event);
          var left = before.dispatchEvent(event, tail);
          // After the controls of the form, of which some keep Escape for themselves.
          if (leaves) {
            over.hide();
            return null;
          }
          return left;
        };
    root.setEventDispatcher(withEscape);
  }

  /// Whether a key asks to leave the form; of an open list of choices it asks that alone.
  private static boolean leaves(Event event) {
    return event instanceof KeyEvent key
        && key.getEventType() == KeyEvent.KEY_PRESSED
        && key.getCode() == KeyCode.ESCAPE
        && !(key.getTarget() instanceof ComboBoxBase<?> choice && choice.isShowing());
  }

  public void show(Node below, Node content) {
    over.setContentNode(content);
    over.show(below, APART);
  }

  public boolean isShowing() {
    return over.isShowing();
  }

  public void hide() {
    over.hide();
  }
}
