package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.ui.canvas.Gesture;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A kind of gesture on the graph. A new one is a file with this interface and a line in
/// [GraphGestures].
@FunctionalInterface
interface GraphGesture {
  /// What is done once at the press, and no more until the release.
  Gesture DONE = new Gesture() {};

  /// The gesture that a press begins, or null when the press means something else.
  ///
  /// @param hit what lies under the pointer
  @Nullable Gesture begin(MouseEvent press, Hit hit);
}
