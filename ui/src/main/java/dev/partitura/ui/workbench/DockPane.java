package dev.partitura.ui.workbench;

import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Orientation;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/// A middle with panels at its sides. Panels keep their size in pixels when the window grows, can
/// be dragged wider and hidden; the middle takes what is left and never vanishes.
final class DockPane extends Pane {
  private static final double LEAST_MIDDLE = 240;
  private static final double LEAST_PANEL = 140;
  private static final double HANDLE = 7;

  /// Where a panel lies. The lower one goes all along, below the others.
  enum Side {
    LEFT,
    RIGHT,
    BOTTOM
  }

  private static final class Dock {
    final Region content;
    final DoubleProperty size = new SimpleDoubleProperty();
    final BooleanProperty open = new SimpleBooleanProperty(true);
    final Region line = new Region();
    final Region handle = new Region();

    Dock(Region content) {
      this.content = content;
    }
  }

  private final Region middle;
  private final Map<Side, Dock> docks = new EnumMap<>(Side.class);

  DockPane(Region middle) {
    this.middle = middle;
    getChildren().add(middle);
    clip(middle);
  }

  void add(Side side, Region content, double size) {
    var dock = new Dock(content);
    dock.size.set(size);
    dock.line.getStyleClass().add("dock-line");
    dock.line.setMouseTransparent(true);
    dock.handle.setCursor(side == Side.BOTTOM ? Cursor.V_RESIZE : Cursor.H_RESIZE);
    dock.handle.addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> drag(side, event));
    dock.handle
        .hoverProperty()
        .addListener((_, _, over) ->
            dock.line.getStyleClass().setAll(over ? "dock-line-hover" : "dock-line"));
    dock.size.addListener(_ -> requestLayout());
    dock.open.addListener((_, _, open) -> {
      for (Node node : new Node[] {dock.content, dock.line, dock.handle}) {
        node.setVisible(open);
      }
      requestLayout();
    });
    docks.put(side, dock);
    clip(content);
    getChildren().addAll(content, dock.line, dock.handle);
  }

  DoubleProperty sizeProperty(Side side) {
    return dock(side).size;
  }

  BooleanProperty openProperty(Side side) {
    return dock(side).open;
  }

  private Dock dock(Side side) {
    var dock = docks.get(side);
    if (dock == null) {
      throw new IllegalArgumentException("Nothing is docked " + side);
    }
    return dock;
  }

  private void drag(Side side, MouseEvent event) {
    var at = sceneToLocal(event.getSceneX(), event.getSceneY());
    double wanted =
        switch (side) {
          case LEFT -> at.getX();
          case RIGHT -> getWidth() - at.getX();
          case BOTTOM -> getHeight() - at.getY();
        };
    dock(side).size.set(Math.max(LEAST_PANEL, Math.min(wanted, room(side))));
    event.consume();
  }

  /// The most a panel may take just now.
  private double room(Side side) {
    return switch (side) {
      case LEFT -> getWidth() - LEAST_MIDDLE - taken(Side.RIGHT);
      case RIGHT -> getWidth() - LEAST_MIDDLE - taken(Side.LEFT);
      case BOTTOM -> getHeight() - LEAST_MIDDLE;
    };
  }

  private double taken(Side side) {
    var dock = docks.get(side);
    return dock == null || !dock.open.get() ? 0 : dock.size.get();
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    double bottom = Math.rint(Math.max(0, Math.min(taken(Side.BOTTOM), height - LEAST_MIDDLE)));
    double left = Math.rint(Math.max(0, Math.min(taken(Side.LEFT), width / 3)));
    double right = Math.rint(Math.max(0, Math.min(taken(Side.RIGHT), width / 3)));
    double upper = height - bottom;
    place(Side.LEFT, 0, 0, left, upper);
    place(Side.RIGHT, width - right, 0, right, upper);
    place(Side.BOTTOM, 0, upper, width, bottom);
    middle.resizeRelocate(left, 0, Math.max(0, width - left - right), upper);
  }

  private void place(Side side, double x, double y, double width, double height) {
    var dock = docks.get(side);
    if (dock == null || !dock.open.get()) {
      return;
    }
    dock.content.resizeRelocate(x, y, width, height);
    switch (side) {
      case LEFT -> rule(dock, x + width, y, Orientation.VERTICAL, height);
      case RIGHT -> rule(dock, x, y, Orientation.VERTICAL, height);
      case BOTTOM -> rule(dock, x, y, Orientation.HORIZONTAL, width);
    }
  }

  private static void rule(Dock dock, double x, double y, Orientation along, double length) {
    if (along == Orientation.VERTICAL) {
      dock.line.resizeRelocate(x - 0.5, y, 1, length);
      dock.handle.resizeRelocate(x - HANDLE / 2, y, HANDLE, length);
    } else {
      dock.line.resizeRelocate(x, y - 0.5, length, 1);
      dock.handle.resizeRelocate(x, y - HANDLE / 2, length, HANDLE);
    }
  }

  private static void clip(Region region) {
    var rectangle = new javafx.scene.shape.Rectangle();
    rectangle.widthProperty().bind(region.widthProperty());
    rectangle.heightProperty().bind(region.heightProperty());
    region.setClip(rectangle);
  }
}
