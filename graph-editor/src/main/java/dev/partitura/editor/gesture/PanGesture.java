package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.ui.canvas.Gesture;
import dev.partitura.ui.canvas.ZoomPan;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// Drags the picture along, with the middle button or while the space bar is down.
final class PanGesture implements GraphGesture {
  private final ZoomPan zoomPan;
  private final Pointer pointer;

  PanGesture(ZoomPan zoomPan, Pointer pointer) {
    this.zoomPan = zoomPan;
    this.pointer = pointer;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    boolean spaced = press.getButton() == MouseButton.PRIMARY && pointer.isSpaceDown();
    return spaced || press.getButton() == MouseButton.MIDDLE ? zoomPan.pan(press) : null;
  }
}
