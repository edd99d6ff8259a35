package dev.partitura.ui.canvas;

import java.util.function.Consumer;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import org.jspecify.annotations.Nullable;

/// Moves a viewport by wheel, pinch, drag and keys, the same in every drawing: the wheel zooms at
/// the pointer and with Shift goes sideways, W and S or + and − zoom, A and D go sideways, Home
/// shows all and F what is selected. On the FX thread.
public final class ZoomPan {
  private static final double WHEEL = 1.0025;
  private static final double KEY_ZOOM = 1.25;
  private static final double KEY_STEP = 60;

  private final Node node;
  private final Surface surface;
  private double pointerX = Double.NaN;
  private double pointerY = Double.NaN;

  /// What is moved.
  public interface Surface {
    Viewport viewport();

    void setViewport(Viewport next);

    /// Shows everything.
    void fit();

    /// Shows what is selected as large as it fits, or everything.
    void fitSelection();

    /// Where the viewport begins in the node.
    default double left() {
      return 0;
    }

    default double top() {
      return 0;
    }
  }

  /// @param node gets the events; it must be able to have the focus for the keys
  public ZoomPan(Node node, Surface surface) {
    this.node = node;
    this.surface = surface;
    node.addEventHandler(MouseEvent.MOUSE_MOVED, this::follow);
    node.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::follow);
    node.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> pointerX = Double.NaN);
    node.addEventHandler(ScrollEvent.SCROLL, this::wheel);
    node.addEventHandler(ZoomEvent.ZOOM, this::pinch);
    node.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
  }

  private void follow(MouseEvent event) {
    pointerX = x(event);
    pointerY = y(event);
  }

  private double x(MouseEvent event) {
    return event.getX() - surface.left();
  }

  private double y(MouseEvent event) {
    return event.getY() - surface.top();
  }

  /// Where keys zoom: at the pointer, or in the middle when it is elsewhere. Pixels of the
  /// viewport.
  public double focusX() {
    double width = surface.viewport().x().length();
    return pointerX >= 0 && pointerX <= width ? pointerX : width / 2;
  }

  private double focusY() {
    double height = surface.viewport().y().length();
    return pointerX >= 0 && pointerY >= 0 && pointerY <= height ? pointerY : height / 2;
  }

  private void wheel(ScrollEvent event) {
    double dx = event.getDeltaX();
    double dy = event.getDeltaY();
    double x = event.getX() - surface.left();
    if (event.isInertia()) {
      return;
    }
    if (x < 0) {
      // Beside the viewport stand the names of the rows.
      pan(0, dy);
    } else if (event.isShiftDown() || Math.abs(dx) > Math.abs(dy)) {
      pan(dx + (event.isShiftDown() ? dy : 0), 0);
    } else if (dy != 0) {
      zoom(Math.pow(WHEEL, dy), x, event.getY() - surface.top());
    }
    event.consume();
  }

  private void pinch(ZoomEvent event) {
    zoom(event.getZoomFactor(), event.getX() - surface.left(), event.getY() - surface.top());
    event.consume();
  }

  private void key(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    boolean known = true;
    switch (event.getCode()) {
      case W, PLUS, EQUALS, ADD -> zoom(KEY_ZOOM, focusX(), focusY());
      case S, MINUS, SUBTRACT -> zoom(1 / KEY_ZOOM, focusX(), focusY());
      case A -> pan(KEY_STEP, 0);
      case D -> pan(-KEY_STEP, 0);
      case HOME -> surface.fit();
      case F -> surface.fitSelection();
      default -> known = false;
    }
    if (known) {
      event.consume();
    }
  }

  private void zoom(double factor, double x, double y) {
    surface.setViewport(surface.viewport().zoomed(factor, x, y));
  }

  private void pan(double dx, double dy) {
    surface.setViewport(surface.viewport().panned(dx, dy));
  }

  /// The gesture that drags the picture along from a press on.
  public Gesture pan(MouseEvent press) {
    return new Pan(press);
  }

  /// The same with the primary or the middle button; where the primary one is let go without a
  /// drag, it was a click. Null for other buttons.
  public @Nullable Gesture panOrClick(MouseEvent press, Consumer<MouseEvent> click) {
    if (press.getButton() != MouseButton.PRIMARY && press.getButton() != MouseButton.MIDDLE) {
      return null;
    }
    var pan = pan(press);
    return new Gesture() {
      private boolean dragged;

      @Override
      public void drag(MouseEvent event) {
        dragged |= !Gesture.isClick(press, event);
        pan.drag(event);
      }

      @Override
      public void release(MouseEvent event) {
        if (!dragged && press.getButton() == MouseButton.PRIMARY) {
          click.accept(event);
        }
      }
    };
  }

  private final class Pan implements Gesture {
    private final MouseEvent press;
    private double lastX;
    private double lastY;
    private boolean moved;

    Pan(MouseEvent press) {
      this.press = press;
      lastX = press.getX();
      lastY = press.getY();
    }

    @Override
    public void drag(MouseEvent event) {
      moved |= !Gesture.isClick(press, event);
      if (moved) {
        node.setCursor(Cursor.CLOSED_HAND);
        ZoomPan.this.pan(event.getX() - lastX, event.getY() - lastY);
        lastX = event.getX();
        lastY = event.getY();
      }
    }
  }
}
