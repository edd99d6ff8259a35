package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.analysis.Arrival;
import dev.partitura.ui.canvas.CanvasPen;
import dev.partitura.ui.canvas.Gestures;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.canvas.Travel;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.canvas.ZoomPan;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.dependencies.Bundles.Bundle;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The drawing of the levels. Draws at most once a frame, and only when something changed.
final class DependencesCanvas extends Pane implements ZoomPan.Surface {
  private static final double NEAR_PIXELS = 5;

  private final DependencesModel model;
  private final Session session;
  private final Texts texts;
  private final Canvas canvas = new Canvas();
  private final CanvasPen pen = new CanvasPen(canvas);
  private final LevelPainter painter = new LevelPainter();
  private final Travel travel;
  private boolean stale = true;

  DependencesCanvas(DependencesModel model, Session session, Texts texts) {
    this.model = model;
    this.session = session;
    this.texts = texts;
    canvas.setManaged(false);
    getChildren().add(canvas);
    setMinSize(0, 0);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    getStyleClass().add("dependences-canvas");
    travel =
        new Travel(
            this, session.appearance().motionProperty(), model::viewport, model::setViewport);
    model.setTravel(travel::to);
    var zoomPan = new ZoomPan(this, this);
    new Gestures(
        this,
        List.of(press -> zoomPan.panOrClick(press, this::click)),
        () -> setCursor(Cursor.DEFAULT));
    addEventHandler(MouseEvent.MOUSE_MOVED, event -> hover(event.getX(), event.getY()));
    addEventHandler(
        MouseEvent.MOUSE_EXITED, _ -> model.hoveredProperty().set(DependencesModel.NONE));
    getChildren().add(new HoverCard(this, Duration.ZERO, this::cardAt));
    InvalidationListener redraw = _ -> redraw();
    model.mapProperty().addListener(redraw);
    model.viewportProperty().addListener(redraw);
    model.bundlesProperty().addListener(redraw);
    model.hoveredProperty().addListener(redraw);
    model.levelProperty().addListener(redraw);
    model.selectedProperty().addListener(redraw);
    session.playhead().nanosProperty().addListener(redraw);
    session.playhead().visibleProperty().addListener(redraw);
    session.appearance().paletteProperty().addListener(redraw);
    InvalidationListener speak = _ -> speak();
    model.selectedProperty().addListener(speak);
    model.mapProperty().addListener(speak);
    speak();
  }

  /// Tells a screen reader what is selected, or what there is.
  private void speak() {
    var map = model.map();
    setAccessibleHelp(texts.get("keys"));
    if (map == null) {
      setAccessibleText(texts.get("title"));
    } else if (model.selected() == DependencesModel.NONE) {
      setAccessibleText(
          texts.get(
              "spoken",
              map.graph().taskCount(),
              map.layout().levels(),
              map.fronts().planned().widest()));
    } else {
      setAccessibleText(new TaskWords(map, texts).spoken(model.selected()));
    }
  }

  private void redraw() {
    stale = true;
    requestLayout();
  }

  private void click(MouseEvent event) {
    var map = model.map();
    if (map != null && event.getY() < LevelFrame.HEAD) {
      model.light((int) model.viewport().toWorldX(event.getX() - LevelFrame.GUTTER));
    } else {
      model.select(taskAt(event.getX(), event.getY()));
    }
  }

  private void hover(double x, double y) {
    model.hoveredProperty().set(taskAt(x, y));
  }

  /// The task at a place of this pane, or -1.
  int taskAt(double x, double y) {
    var map = model.map();
    return map == null || x < LevelFrame.GUTTER || y < LevelFrame.HEAD
        ? DependencesModel.NONE
        : map.layout()
            .at(
                model.viewport().toWorldX(x - LevelFrame.GUTTER),
                model.viewport().toWorldY(y - LevelFrame.HEAD));
  }

  HoverCard.@Nullable Text cardAt(double x, double y) {
    var map = model.map();
    if (map == null || x < LevelFrame.GUTTER) {
      return null;
    }
    var words = new TaskWords(map, texts);
    var bundle = bundleAt(map, x, y);
    if (bundle != null) {
      return words.card(bundle);
    }
    int task = taskAt(x, y);
    return task < 0 ? null : words.card(task);
  }

  /// The arrow that passes near a place between the marks.
  private @Nullable Bundle bundleAt(LevelMap map, double x, double y) {
    var frame = frame(map);
    Bundle nearest = null;
    double least = NEAR_PIXELS;
    for (var bundle : model.bundlesProperty().get().all()) {
      double distance = ArrowPainter.curve(frame, bundle).distance(x, y);
      if (distance < least) {
        least = distance;
        nearest = bundle;
      }
    }
    return nearest;
  }

  @Override
  public Viewport viewport() {
    return model.viewport();
  }

  @Override
  public void setViewport(Viewport next) {
    travel.stop();
    model.setViewport(next);
  }

  @Override
  public void fit() {
    model.fit();
  }

  @Override
  public void fitSelection() {
    var map = model.map();
    if (map == null || model.selected() == DependencesModel.NONE) {
      model.fit();
    } else {
      double level = map.layout().level(model.selected());
      double top = map.layout().top(model.selected());
      travel.to(
          new Viewport(
              viewport().x().showing(level - 4, level + 5),
              viewport().y().showing(top - 2, top + 3)));
    }
  }

  @Override
  public double left() {
    return LevelFrame.GUTTER;
  }

  @Override
  public double top() {
    return LevelFrame.HEAD;
  }

  @Override
  protected void layoutChildren() {
    double width = Math.max(1, getWidth());
    double height = Math.max(1, getHeight());
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      model.setViewport(
          model.viewport().resized(width - LevelFrame.GUTTER, height - LevelFrame.HEAD));
      stale = true;
    }
    if (stale) {
      stale = false;
      pen.begin(width, height);
      var map = model.map();
      if (map != null) {
        painter.paint(pen, frame(map));
      }
      pen.end();
    }
  }

  private LevelFrame frame(LevelMap map) {
    int hovered = model.hoveredProperty().get();
    boolean moving = session.playhead().visibleProperty().get();
    return new LevelFrame(
        map,
        model.viewport(),
        canvas.getHeight(),
        session.palette(),
        model.selected(),
        hovered,
        model.levelProperty().get(),
        moving ? session.playhead().nanos() : -1,
        model.bundlesProperty().get(),
        hovered < 0 || hovered == model.selected()
            ? Bundles.NONE
            : Bundles.of(map, Arrows.oneHop(map, hovered), 1, 1, DependencesModel.MOST_BUNDLES),
        waited(map, model.selected()));
  }

  /// The edge that made the selected task wait.
  private static @Nullable Bundle waited(LevelMap map, int task) {
    var arrival = task < 0 ? null : Arrival.of(map.run(), task);
    return arrival == null
        ? null
        : Bundles.of(
                map,
                new Arrows(new int[] {arrival.from()}, new int[] {arrival.edge()}),
                1,
                1,
                DependencesModel.MOST_BUNDLES)
            .all()
            .getFirst();
  }
}
