package dev.partitura.ui.control;

import javafx.scene.Node;
import org.controlsfx.control.PopOver;

/// A form below the control that asks for it, which goes when another thing is pressed. Used on the
/// FX thread.
public final class PopOverCard {
  private final PopOver over = new PopOver();

  /// @param moves whether it fades in and out
  public PopOverCard(boolean moves) {
    over.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
    over.setDetachable(false);
    over.setAnimated(moves);
  }

  public void show(Node below, Node content) {
    over.setContentNode(content);
    over.show(below);
  }

  public boolean isShowing() {
    return over.isShowing();
  }

  public void hide() {
    over.hide();
  }
}
