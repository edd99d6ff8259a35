package dev.partitura.editor.canvas;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.drawing.Hit;
import dev.partitura.editor.layout.Opening;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.editor.painter.Dependences;
import dev.partitura.editor.painter.DrawingStyle;
import dev.partitura.editor.painter.GraphPainter;
import dev.partitura.editor.painter.Heat;
import dev.partitura.editor.painter.Highlights;
import dev.partitura.editor.painter.MeasuredTimes;
import dev.partitura.editor.painter.NodeColor;
import dev.partitura.editor.painter.Picture;
import dev.partitura.editor.painter.Playback;
import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.CanvasPen;
import dev.partitura.ui.canvas.Glide;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Travel;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.canvas.ZoomPan;
import dev.partitura.ui.explain.Legend;
import dev.partitura.ui.session.ColorMode;
import dev.partitura.ui.session.Session;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// Shows the drawing of a model through a viewport. It is painted within the layout pass, at most
/// once a frame and only when something changed. On the FX thread.
public final class GraphCanvas extends Region implements ZoomPan.Surface {
  private static final Axis.Limits SCALES = Axis.Limits.scales(0.01, 4);
  private static final int MOST_GLIDING = 300;
  private static final double REACH = 9;
  private static final double EDGE = 10;

  private final GraphModel model;
  private final Session session;
  private final GraphSelection selection;
  private final Canvas canvas = new Canvas();
  private final CanvasPen pen = new CanvasPen(canvas);
  private final ReadOnlyObjectWrapper<Viewport> viewport =
      new ReadOnlyObjectWrapper<>(this, "viewport", Viewport.ofDrawing(SCALES));
  private final ObjectProperty<NodeColor> nodeColor =
      new SimpleObjectProperty<>(this, "nodeColor", NodeColor.DEVICE);
  private final ReadOnlyObjectWrapper<@Nullable Heat> heat =
      new ReadOnlyObjectWrapper<>(this, "heat", null);
  private final ReadOnlyObjectWrapper<List<Legend.Entry>> legend =
      new ReadOnlyObjectWrapper<>(this, "legend", List.of());
  private Drawing shown;
  private @Nullable DrawingStyle style;
  private @Nullable Playback playback;
  private @Nullable Dependences dependences;
  private MeasuredTimes times = MeasuredTimes.NONE;

  /// Looked up anew when something else than the viewport changed.
  private @Nullable Set<Integer> selected;

  private boolean fitted = true;
  private boolean dirty = true;
  private int hovered = -1;
  private int hoveredWire = -1;
  private Set<Integer> targets = Set.of();
  private boolean connecting;
  private Consumer<Pen> overlay = _ -> {};
  private final Glide glide = new Glide();
  private final Travel travel;

  public GraphCanvas(GraphModel model, GraphSelection selection) {
    this.model = model;
    this.selection = selection;
    session = model.session();
    shown = model.drawing();
    travel = new Travel(this, session.appearance().motionProperty(), this::viewport, this::place);
    getChildren().add(canvas);
    getStyleClass().add("canvas-surface");
    setMinSize(0, 0);
    model.drawingProperty().addListener((_, old, now) -> show(old, now));
    InvalidationListener restyle = _ -> restyle();
    model.factsProperty().addListener(restyle);
    model.shards().splitProperty().addListener(restyle);
    session.projectProperty().addListener(restyle);
    session.batchProperty().addListener(restyle);
    session.results().shownPlanProperty().addListener(restyle);
    session.appearance().paletteProperty().addListener(restyle);
    nodeColor.addListener(restyle);
    InvalidationListener repaint = _ -> repaint();
    session.selection().opsProperty().addListener(repaint);
    session.selection().edgesProperty().addListener(repaint);
    session.playhead().nanosProperty().addListener(repaint);
    session.playhead().visibleProperty().addListener(repaint);
    session.currentRunProperty().addListener((_, _, _) -> showTimes());
    session.colorModeProperty().addListener((_, _, mode) -> follow(mode));
    showTimes();
    follow(session.colorModeProperty().get());
  }

  private void follow(ColorMode mode) {
    if (mode != ColorMode.MICRO_BATCH) {
      nodeColor.set(mode == ColorMode.KIND ? NodeColor.KIND : NodeColor.DEVICE);
    }
  }

  private void showTimes() {
    times = MeasuredTimes.of(session.currentRun());
    playback = null;
    dependences = null;
    restyle();
  }

  public ObjectProperty<NodeColor> nodeColorProperty() {
    return nodeColor;
  }

  /// The quantity that the hues say; it changes with the drawing, the run and the choice. Null
  /// before the first picture.
  ReadOnlyObjectProperty<@Nullable Heat> heatProperty() {
    return heat.getReadOnlyProperty();
  }

  /// What the hues of kinds mean in the drawing.
  ReadOnlyObjectProperty<List<Legend.Entry>> legendProperty() {
    return legend.getReadOnlyProperty();
  }

  boolean hasTimes() {
    return !times.isEmpty();
  }

  public ReadOnlyObjectProperty<Viewport> viewportProperty() {
    return viewport.getReadOnlyProperty();
  }

  @Override
  public Viewport viewport() {
    return viewport.get();
  }

  /// The drawing on the screen; on its way to the model's while it glides.
  public Drawing drawing() {
    return shown;
  }

  /// What lies under a point of this canvas.
  public Hit hit(double x, double y) {
    var view = viewport();
    double reach = REACH / Math.max(0.35, view.scale());
    return Hit.at(shown, view.toWorldX(x), view.toWorldY(y), reach);
  }

  @Override
  public void setViewport(Viewport next) {
    travel.stop();
    place(next);
  }

  private void place(Viewport next) {
    hold();
    viewport.set(next);
    dirty = true;
    requestLayout();
  }

  /// Stops the picture from fitting itself to the window by itself.
  public void hold() {
    fitted = false;
  }

  /// Shows everything, now and after each change until somebody zooms.
  @Override
  public void fit() {
    travel.stop();
    fitted = true;
    repaint();
  }

  @Override
  public void fitSelection() {
    var chosen = selection.marked(shown);
    if (chosen.isEmpty()) {
      fit();
    } else {
      fit(chosen);
    }
  }

  /// Shows these items, no larger than they are.
  void fit(Collection<Integer> items) {
    var box = Box.NOTHING;
    for (int item : items) {
      box = box.with(shown.box(item));
    }
    if (!box.isEmpty()) {
      travel.to(viewport().fitting(box.grown(60), new Box(0, 0, getWidth(), getHeight()), 1));
    }
  }

  /// Brings an item to the middle unless it is seen anyway.
  public void reveal(int item) {
    double x = shown.xs()[item];
    double y = shown.ys()[item];
    if (!viewport().visible().grown(-40 / viewport().scale()).contains(x, y)) {
      travel.to(viewport().centred(x, y));
    }
  }

  public void setHover(int item, int wire) {
    if (item != hovered || wire != hoveredWire) {
      hovered = item;
      hoveredWire = wire;
      repaint();
    }
  }

  /// Shows where the edge that is being drawn may end.
  public void setConnecting(boolean active, Set<Integer> items) {
    connecting = active;
    targets = items;
    repaint();
  }

  /// What a gesture paints over the drawing.
  public void setOverlay(Consumer<Pen> painted) {
    overlay = painted;
    repaint();
  }

  public void repaint() {
    selected = null;
    dirty = true;
    requestLayout();
  }

  private void restyle() {
    style = null;
    repaint();
  }

  private void show(Drawing old, Drawing now) {
    playback = null;
    dependences = null;
    glide.stop();
    var from = shown;
    shown = now;
    var start = viewport();
    var end = holdingPlace(from, now);
    if (canGlide(old, now)) {
      glide.start(share -> {
        shown = share < 1 ? now.between(from, share) : now;
        follow(start, end, share);
        repaint();
      });
    } else {
      follow(start, end, 1);
    }
    restyle();
  }

  /// The viewport in which what a person looks at has not moved on the screen.
  private Viewport holdingPlace(Drawing old, Drawing now) {
    var view = viewport();
    boolean holds = !fitted && !old.sketch().equals(now.sketch());
    var moved = holds ? KeptPlace.moved(old, now, view.visible()) : null;
    return moved == null ? view : view.panned(-moved.x() * view.scale(), -moved.y() * view.scale());
  }

  private void follow(Viewport start, Viewport end, double share) {
    if (!fitted && !end.equals(start)) {
      viewport.set(start.towards(end, share));
    }
  }

  private boolean canGlide(Drawing old, Drawing now) {
    var scene = getScene();
    return session.appearance().motionProperty().get()
        && scene != null
        && scene.getWindow() != null
        && scene.getWindow().isShowing()
        && !old.sketch().equals(now.sketch())
        && !old.items().isEmpty()
        && now.items().size() < MOST_GLIDING;
  }

  @Override
  protected void layoutChildren() {
    double width = Math.max(1, Math.floor(getWidth()));
    double height = Math.max(1, Math.floor(getHeight()));
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      viewport.set(viewport().resized(width, height));
      dirty = true;
      if (fitted) {
        var room = free(width, height);
        model.setRoom(new Opening.Room(room.width(), room.height()));
      }
    }
    if (dirty) {
      dirty = false;
      paint(width, height);
    }
  }

  private void paint(double width, double height) {
    if (fitted && !shown.items().isEmpty()) {
      viewport.set(viewport().fitting(shown.extent(), free(width, height), 1.15));
    }
    pen.begin(width, height);
    GraphPainter.paint(
        pen, new Picture(shown, style(), highlights(), viewport(), session.palette()));
    overlay.accept(pen);
    pen.end();
  }

  private static Box free(double width, double height) {
    return new Box(EDGE, EDGE, width - EDGE, height - EDGE);
  }

  private DrawingStyle style() {
    var present = style;
    if (present == null) {
      present =
          new DrawingStyle(shown, model, nodeColor.get(), times, session.texts(GraphModel.class));
      style = present;
      heat.set(present.heat());
      legend.set(present.legend());
    }
    return present;
  }

  private Highlights highlights() {
    var playing = session.playhead().visibleProperty().get() ? playback() : null;
    long now = session.playhead().nanos();
    var chosen = selected;
    if (chosen == null) {
      chosen = selection.marked(shown);
      selected = chosen;
    }
    return new Highlights(
        chosen,
        selection.wires(shown),
        hovered,
        hoveredWire,
        playing == null ? Map.of() : playing.lit(now),
        playing == null ? List.of() : playing.tokens(now),
        targets,
        connecting,
        dependences());
  }

  /// What the selected ops wait for in the current run, and what waits for them.
  private List<Dependences.Arrow> dependences() {
    var run = session.currentRun();
    if (run == null || session.selection().ops().isEmpty()) {
      return List.of();
    }
    if (dependences == null) {
      dependences = Dependences.of(run, shown);
    }
    return dependences == null ? List.of() : dependences.of(session.selection().ops());
  }

  private @Nullable Playback playback() {
    var run = session.currentRun();
    if (playback == null && run != null) {
      playback = new Playback(run.trace(), shown, session.palette());
    }
    return playback;
  }
}
