package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.ui.canvas.Gesture;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A press on a wire selects it.
final class SelectWireGesture implements GraphGesture {
  private final GestureContext context;

  SelectWireGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    if (hit instanceof Hit.Line(int wire)) {
      var line = context.canvas().drawing().sketch().wires().get(wire);
      context.selection().selectWire(line.value(), line.readers());
      return DONE;
    }
    return null;
  }
}
