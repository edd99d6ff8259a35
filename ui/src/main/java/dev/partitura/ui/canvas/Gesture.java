package dev.partitura.ui.canvas;

import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// What a hand does from press to release; one gesture makes at most one edit.
public interface Gesture {
  default void drag(MouseEvent event) {}

  default void release(MouseEvent event) {}

  /// Takes back what it did so far.
  default void cancel() {}

  /// Whether the pointer is still so near to where it was pressed that no drag is meant.
  static boolean isClick(MouseEvent press, MouseEvent now) {
    return Math.hypot(now.getX() - press.getX(), now.getY() - press.getY()) < 4;
  }

  /// A kind of gesture.
  @FunctionalInterface
  interface Kind {
    /// The gesture that a press begins, or null when the press means something else.
    @Nullable Gesture begin(MouseEvent press);
  }
}
