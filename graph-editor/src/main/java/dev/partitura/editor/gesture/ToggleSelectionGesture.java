package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.ui.canvas.Gesture;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A press with Shift or Ctrl takes a node into the selection or out of it.
final class ToggleSelectionGesture implements GraphGesture {
  private final GestureContext context;

  ToggleSelectionGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    if (hit instanceof Hit.Node(int item) && (press.isShiftDown() || press.isShortcutDown())) {
      context.selection().toggle(context.item(item));
      return DONE;
    }
    return null;
  }
}
