package dev.partitura.ui.workbench;

import dev.partitura.ui.theme.Icons;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Orientation;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// A middle with panels at its sides. A panel takes a share of the window until somebody drags it;
/// then it keeps its size in pixels. A hidden panel leaves a narrow strip with the button that
/// brings it back. The middle takes what is left and never vanishes.
final class DockPane extends Pane {
  private static final double LEAST_MIDDLE = 240;
  private static final double LEAST_PANEL = 140;
  private static final double HANDLE = 7;
  private static final double STRIP = 18;
  private static final double BRIEF = 140;

  /// Where a panel lies. The lower one goes all along, below the others.
  enum Side {
    LEFT(Feather.CHEVRON_RIGHT, 0.17, 160, 216),
    RIGHT(Feather.CHEVRON_LEFT, 0.24, 220, 300),
    BOTTOM(Feather.CHEVRON_UP, 0.42, LEAST_PANEL, 340);

    private final Feather inwards;
    private final double share;
    private final double least;
    private final double most;

    /// @param inwards the arrow into the window
    /// @param share of the window that it takes by itself, between `least` and `most` pixels
    Side(Feather inwards, double share, double least, double most) {
      this.inwards = inwards;
      this.share = share;
      this.least = least;
      this.most = most;
    }
  }

  private static final class Dock {
    final Region content;

    /// As dragged; 0 while nobody did.
    final DoubleProperty size = new SimpleDoubleProperty();

    final BooleanProperty open = new SimpleBooleanProperty(true);
    final BooleanProperty brief = new SimpleBooleanProperty(false);
    final Region line = new Region();
    final Region handle = new Region();
    final Button reveal;

    Dock(Region content, Button reveal) {
      this.content = content;
      this.reveal = reveal;
    }
  }

  private final Region middle;
  private final Map<Side, Dock> docks = new EnumMap<>(Side.class);

  DockPane(Region middle) {
    this.middle = middle;
    getChildren().add(middle);
    clip(middle);
  }

  /// @param size as it was dragged; 0 leaves it to the window
  /// @param reveal what the button says that brings the hidden panel back
  /// @param show brings it back
  void add(Side side, Region content, double size, String reveal, Runnable show) {
    var dock = new Dock(content, Icons.button(side.inwards, reveal, show));
    dock.size.set(size);
    dock.reveal.getStyleClass().add("dock-reveal");
    dock.reveal.setVisible(false);
    dock.line.getStyleClass().add("dock-line");
    dock.line.setMouseTransparent(true);
    dock.handle.setCursor(side == Side.BOTTOM ? Cursor.V_RESIZE : Cursor.H_RESIZE);
    dock.handle.addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> drag(side, event));
    dock.handle
        .hoverProperty()
        .addListener((_, _, over) ->
            dock.line.getStyleClass().setAll(over ? "dock-line-hover" : "dock-line"));
    dock.handle.visibleProperty().bind(dock.open.and(dock.brief.not()));
    dock.size.addListener(_ -> requestLayout());
    dock.brief.addListener(_ -> requestLayout());
    dock.open.addListener((_, _, open) -> {
      dock.content.setVisible(open);
      dock.line.setVisible(open);
      dock.reveal.setVisible(!open);
      requestLayout();
    });
    docks.put(side, dock);
    clip(content);
    getChildren().addAll(content, dock.line, dock.handle, dock.reveal);
  }

  DoubleProperty sizeProperty(Side side) {
    return dock(side).size;
  }

  BooleanProperty openProperty(Side side) {
    return dock(side).open;
  }

  /// Whether the panel has so little to say that it keeps low.
  BooleanProperty briefProperty(Side side) {
    return dock(side).brief;
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
    if (dock == null) {
      return 0;
    }
    if (!dock.open.get()) {
      return STRIP;
    }
    double whole = side == Side.BOTTOM ? getHeight() : getWidth();
    double size =
        dock.size.get() > 0
            ? dock.size.get()
            : Math.clamp(Math.rint(side.share * whole), side.least, side.most);
    return dock.brief.get() ? Math.min(BRIEF, size) : size;
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
    if (dock == null) {
      return;
    }
    if (!dock.open.get()) {
      dock.reveal.resizeRelocate(x, y, width, height);
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
