package dev.partitura.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.canvas.Canvas;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The texts of a canvas and where they stand, for whoever reads a drawing without seeing it. A
/// canvas is a picture to the toolkit: nothing is noted unless somebody asks before it is drawn. On
/// the FX thread.
public final class Writings {
  private final List<Writing> all = new ArrayList<>();

  private Writings() {}

  /// One text.
  ///
  /// @param box around its letters, in pixels of the canvas
  /// @param room that it is cut off at
  public record Writing(String text, Box box, Box room, Color color) {}

  /// Notes what is drawn on a canvas from its next picture on.
  public static Writings note(Canvas canvas) {
    return (Writings) canvas.getProperties().computeIfAbsent(Writings.class, _ -> new Writings());
  }

  /// The notes of a canvas; null where nobody asked for them.
  public static @Nullable Writings of(Canvas canvas) {
    return canvas.hasProperties() ? (Writings) canvas.getProperties().get(Writings.class) : null;
  }

  /// Begins a new picture.
  public void clear() {
    all.clear();
  }

  public void add(Writing writing) {
    all.add(writing);
  }

  /// The texts of the last picture, in the order in which they were drawn.
  public List<Writing> all() {
    return List.copyOf(all);
  }
}
