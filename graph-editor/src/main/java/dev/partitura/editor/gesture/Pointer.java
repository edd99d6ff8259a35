package dev.partitura.editor.gesture;

import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.drawing.Hit;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.project.Diagram.Position;
import javafx.beans.value.ObservableObjectValue;
import javafx.scene.Cursor;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// Where the pointer is, what it brings out there, and how it looks.
final class Pointer {
  private final GraphCanvas canvas;
  private final ObservableObjectValue<@Nullable DeviceId> brush;
  private double x;
  private double y;
  private boolean spaceDown;

  Pointer(GraphCanvas canvas, ObservableObjectValue<@Nullable DeviceId> brush) {
    this.canvas = canvas;
    this.brush = brush;
    canvas.addEventHandler(MouseEvent.MOUSE_PRESSED, this::follow);
    canvas.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::follow);
    canvas.addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
    canvas.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> canvas.setHover(-1, -1));
  }

  private void follow(MouseEvent event) {
    x = event.getX();
    y = event.getY();
  }

  private void moved(MouseEvent event) {
    follow(event);
    var hit = canvas.hit(x, y);
    switch (hit) {
      case Hit.Node(int item) -> canvas.setHover(item, -1);
      case Hit.OutPort(int item, int _) -> canvas.setHover(item, -1);
      case Hit.InPort(int item, int _) -> canvas.setHover(item, -1);
      case Hit.Line(int wire) -> canvas.setHover(-1, wire);
      case Hit.FrameHead _, Hit.Nothing _ -> canvas.setHover(-1, -1);
    }
    canvas.setCursor(cursor(hit instanceof Hit.OutPort));
  }

  private Cursor cursor(boolean drawsEdge) {
    return spaceDown
        ? Cursor.OPEN_HAND
        : drawsEdge || brush.get() != null ? Cursor.CROSSHAIR : Cursor.DEFAULT;
  }

  /// Gives the pointer the look it has when nothing is going on.
  void refresh() {
    canvas.setCursor(cursor(false));
  }

  void setSpaceDown(boolean down) {
    spaceDown = down;
    refresh();
  }

  boolean isSpaceDown() {
    return spaceDown;
  }

  /// In units of the drawing.
  Position position() {
    return new Position(canvas.viewport().toWorldX(x), canvas.viewport().toWorldY(y));
  }
}
