package dev.partitura.editor.network;

import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.session.Session;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;

/// The whole drawing in small, and which part of it is seen. A press or drag looks there. Hidden
/// while everything is seen anyway.
final class Minimap extends StackPane {
  private static final double WIDTH = 120;
  private static final double HEIGHT = 66;

  private final GraphModel model;
  private final GraphCanvas canvas;
  private final Session session;
  private final Canvas picture = new Canvas(WIDTH, HEIGHT);
  private Viewport small = Viewport.START;
  private boolean dirty = true;

  Minimap(GraphModel model, GraphCanvas canvas, Session session) {
    this.model = model;
    this.canvas = canvas;
    this.session = session;
    getStyleClass().add("floating");
    setStyle("-fx-padding: 4;");
    setId("minimap");
    getChildren().add(picture);
    model.drawingProperty().addListener((_, _, _) -> repaint());
    session.projectProperty().addListener((_, _, _) -> repaint());
    canvas.viewportProperty().addListener((_, _, _) -> repaint());
    session.appearance().paletteProperty().addListener((_, _, _) -> repaint());
    picture.addEventHandler(MouseEvent.MOUSE_PRESSED, this::look);
    picture.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::look);
    setVisible(false);
  }

  private void repaint() {
    dirty = true;
    requestLayout();
  }

  private void look(MouseEvent event) {
    var view = canvas.viewport();
    double x = canvas.getWidth() / 2 - small.toDrawingX(event.getX()) * view.scale();
    double y = canvas.getHeight() / 2 - small.toDrawingY(event.getY()) * view.scale();
    canvas.setViewport(new Viewport(view.scale(), x, y));
    event.consume();
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    if (dirty) {
      dirty = false;
      paint();
    }
  }

  private void paint() {
    var drawing = model.drawing();
    var g = picture.getGraphicsContext2D();
    var palette = session.palette();
    g.clearRect(0, 0, WIDTH, HEIGHT);
    var extent = drawing.extent();
    var view = canvas.viewport();
    var seen =
        new Box(
            view.toDrawingX(0),
            view.toDrawingY(0),
            view.toDrawingX(canvas.getWidth()),
            view.toDrawingY(canvas.getHeight()));
    boolean all =
        extent.isEmpty()
            || seen.left() <= extent.left()
                && seen.right() >= extent.right()
                && seen.top() <= extent.top()
                && seen.bottom() >= extent.bottom();
    setVisible(drawing.items().size() > 1 && !all);
    if (!isVisible()) {
      return;
    }
    small = Viewport.fitting(extent, 4, 4, WIDTH - 4, HEIGHT - 4, 1);
    for (int i = 0; i < drawing.items().size(); i++) {
      var item = drawing.items().get(i);
      var devices =
          item.ops().isEmpty()
              ? java.util.List.<dev.partitura.engine.cluster.DeviceId>of()
              : model.devices(item.ops());
      g.setFill(devices.isEmpty() ? palette.edge() : session.deviceColor(devices.getFirst()));
      var box = drawing.box(i);
      g.fillRect(
          small.toScreenX(box.left()),
          small.toScreenY(box.top()),
          Math.max(1, box.width() * small.scale()),
          Math.max(1, box.height() * small.scale()));
    }
    Color accent = palette.accent();
    double left = Math.max(0.5, small.toScreenX(seen.left()));
    double top = Math.max(0.5, small.toScreenY(seen.top()));
    double right = Math.min(WIDTH - 0.5, small.toScreenX(seen.right()));
    double bottom = Math.min(HEIGHT - 0.5, small.toScreenY(seen.bottom()));
    g.setFill(accent.deriveColor(0, 1, 1, 0.12));
    g.fillRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    g.setStroke(accent);
    g.setLineWidth(1);
    g.strokeRoundRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top), 4, 4);
  }
}
