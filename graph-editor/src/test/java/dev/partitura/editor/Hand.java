package dev.partitura.editor;

import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;

/// Presses, drags and releases on a node, without a robot. Call it on the FX thread.
record Hand(Node node, MouseButton button, boolean shift, boolean shortcut, int clicks) {
  static Hand on(Node node) {
    return new Hand(node, MouseButton.PRIMARY, false, false, 1);
  }

  Hand with(MouseButton other) {
    return new Hand(node, other, shift, shortcut, clicks);
  }

  Hand withShift() {
    return new Hand(node, button, true, shortcut, clicks);
  }

  Hand withShortcut() {
    return new Hand(node, button, shift, true, clicks);
  }

  Hand twice() {
    return new Hand(node, button, shift, shortcut, 2);
  }

  Hand press(double x, double y) {
    fire(MouseEvent.MOUSE_PRESSED, x, y, true);
    return this;
  }

  Hand drag(double x, double y) {
    fire(MouseEvent.MOUSE_DRAGGED, x, y, true);
    return this;
  }

  Hand release(double x, double y) {
    fire(MouseEvent.MOUSE_RELEASED, x, y, false);
    return this;
  }

  void click(double x, double y) {
    press(x, y).release(x, y);
  }

  /// From one place to another, by way of the middle.
  void drag(double x0, double y0, double x1, double y1) {
    press(x0, y0).drag((x0 + x1) / 2, (y0 + y1) / 2).drag(x1, y1).release(x1, y1);
  }

  private void fire(EventType<MouseEvent> type, double x, double y, boolean down) {
    // An event is made in the scene's coordinates and handed on in the node's.
    var at = node.localToScene(x, y);
    node.fireEvent(
        new MouseEvent(
            type,
            at.getX(),
            at.getY(),
            at.getX(),
            at.getY(),
            button,
            clicks,
            shift,
            shortcut,
            false,
            false,
            down && button == MouseButton.PRIMARY,
            down && button == MouseButton.MIDDLE,
            down && button == MouseButton.SECONDARY,
            false,
            button == MouseButton.SECONDARY,
            false,
            new PickResult(node, at.getX(), at.getY())));
  }
}
