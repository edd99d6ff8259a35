package dev.partitura.editor.canvas;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.painter.Pixels;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.CanvasPen;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.session.Session;
import java.util.List;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;

/// The whole drawing in small, and which part of it is seen. A press or drag looks there. Hidden
/// while everything is seen anyway.
public final class Minimap extends StackPane {
  private static final double WIDTH = 120;
  private static final double HEIGHT = 66;

  private final GraphModel model;
  private final GraphCanvas canvas;
  private final Session session;
  private final Canvas picture = new Canvas(WIDTH, HEIGHT);
  private final CanvasPen pen = new CanvasPen(picture);
  private Viewport small = Viewport.ofDrawing(Axis.Limits.scales(1e-4, 1)).resized(WIDTH, HEIGHT);
  private final Pixels nodes = new Pixels();
  private boolean dirty = true;
  private boolean stale = true;

  public Minimap(GraphModel model, GraphCanvas canvas, Session session) {
    this.model = model;
    this.canvas = canvas;
    this.session = session;
    getStyleClass().add("floating");
    setStyle("-fx-padding: 4;");
    setId("minimap");
    getChildren().add(picture);
    model.drawingProperty().addListener((_, _, _) -> renew());
    session.projectProperty().addListener((_, _, _) -> renew());
    canvas.viewportProperty().addListener((_, _, _) -> repaint());
    session.appearance().paletteProperty().addListener((_, _, _) -> renew());
    picture.addEventHandler(MouseEvent.MOUSE_PRESSED, this::look);
    picture.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::look);
    setVisible(false);
  }

  private void renew() {
    stale = true;
    repaint();
  }

  private void repaint() {
    dirty = true;
    requestLayout();
  }

  private void look(MouseEvent event) {
    double x = small.toWorldX(event.getX());
    double y = small.toWorldY(event.getY());
    canvas.setViewport(canvas.viewport().centred(x, y));
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
    var palette = session.palette();
    pen.begin(WIDTH, HEIGHT);
    var extent = drawing.extent();
    var seen = canvas.viewport().visible();
    boolean all = extent.isEmpty() || seen.contains(extent);
    setVisible(drawing.items().size() > 1 && !all);
    if (!isVisible()) {
      return;
    }
    if (stale) {
      stale = false;
      small = small.fitting(extent, new Box(4, 4, WIDTH - 4, HEIGHT - 4), 1);
      fill(drawing);
    }
    nodes.draw(pen);
    var accent = palette.accent();
    double left = Math.max(0.5, small.toScreenX(seen.left()));
    double top = Math.max(0.5, small.toScreenY(seen.top()));
    double right = Math.min(WIDTH - 0.5, small.toScreenX(seen.right()));
    double bottom = Math.min(HEIGHT - 0.5, small.toScreenY(seen.bottom()));
    double width = Math.max(0, right - left);
    double height = Math.max(0, bottom - top);
    pen.fill(left, top, width, height, accent.deriveColor(0, 1, 1, 0.12));
    pen.outline(left, top, width, height, 2, accent, Stroke.THIN);
    pen.end();
  }

  /// The nodes change seldom, what is seen of them with every frame.
  private void fill(Drawing drawing) {
    var palette = session.palette();
    nodes.begin((int) WIDTH, (int) HEIGHT, palette.panel());
    for (int i = 0; i < drawing.items().size(); i++) {
      var item = drawing.items().get(i);
      var devices = item.ops().isEmpty() ? List.<DeviceId>of() : model.devices(item.chosen());
      var box = drawing.box(i);
      nodes.fill(
          small.toScreenX(box.left()),
          small.toScreenY(box.top()),
          box.width() * small.scale(),
          box.height() * small.scale(),
          Pixels.of(devices.isEmpty() ? palette.edge() : session.deviceColor(devices.getFirst())));
    }
  }
}
