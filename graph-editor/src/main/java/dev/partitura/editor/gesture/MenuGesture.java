package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.ui.canvas.Gesture;
import java.util.List;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// Selects the node whose menu is asked for, unless it is part of the selection.
final class MenuGesture implements GraphGesture {
  private final GestureContext context;

  MenuGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    if (press.getButton() == MouseButton.PRIMARY) {
      return null;
    }
    if (hit instanceof Hit.Node(int index)) {
      var item = context.item(index);
      if (!context.selection().contains(item)) {
        context.selection().select(List.of(item));
      }
    }
    return DONE;
  }
}
