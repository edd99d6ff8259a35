package dev.partitura.editor.network;

import dev.partitura.editor.layout.Item;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.session.ColorMode;
import dev.partitura.ui.session.Session;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// Shows the drawing of a model through a viewport. It is painted within the layout pass, at most
/// once a frame and only when something changed.
final class GraphCanvas extends Region {
  private static final long GLIDE_NANOS = 150_000_000;
  private static final int MOST_GLIDING = 300;

  private final GraphModel model;
  private final Session session;
  private final GraphSelection selection;
  private final Canvas canvas = new Canvas();
  private final ReadOnlyObjectWrapper<Viewport> viewport =
      new ReadOnlyObjectWrapper<>(this, "viewport", Viewport.START);
  private final ObjectProperty<NodeColor> nodeColor =
      new SimpleObjectProperty<>(this, "nodeColor", NodeColor.DEVICE);
  private Drawing shown = Drawing.EMPTY;
  private @Nullable Look look;
  private @Nullable Playback playback;
  private MeasuredTimes times = MeasuredTimes.NONE;
  private boolean fitted = true;
  private boolean dirty = true;
  private int hovered = -1;
  private int hoveredWire = -1;
  private Set<Integer> legalTargets = Set.of();
  private boolean connecting;
  private Consumer<GraphicsContext> overlay = _ -> {};
  private @Nullable Glide glide;

  GraphCanvas(GraphModel model, GraphSelection selection) {
    this.model = model;
    this.selection = selection;
    session = model.session();
    getChildren().add(canvas);
    getStyleClass().add("canvas-surface");
    setMinSize(0, 0);
    model.drawingProperty().addListener((_, old, now) -> show(old, now));
    model.factsProperty().addListener((_, _, _) -> relook());
    session.projectProperty().addListener((_, _, _) -> relook());
    session.appearance().paletteProperty().addListener((_, _, _) -> relook());
    session.selection().opsProperty().addListener((_, _, _) -> repaint());
    session.selection().edgesProperty().addListener((_, _, _) -> repaint());
    session.playhead().nanosProperty().addListener((_, _, _) -> repaint());
    session.playhead().visibleProperty().addListener((_, _, _) -> repaint());
    session.currentRunProperty().addListener((_, _, run) -> showTimes(MeasuredTimes.of(run)));
    times = MeasuredTimes.of(session.currentRun());
    session.colorModeProperty().addListener((_, _, mode) -> follow(mode));
    nodeColor.addListener((_, _, _) -> relook());
    follow(session.colorModeProperty().get());
    shown = model.drawing();
  }

  private void follow(ColorMode mode) {
    if (mode != ColorMode.MICRO_BATCH) {
      nodeColor.set(mode == ColorMode.KIND ? NodeColor.KIND : NodeColor.DEVICE);
    }
  }

  private void showTimes(MeasuredTimes next) {
    times = next;
    playback = null;
    relook();
  }

  ObjectProperty<NodeColor> nodeColorProperty() {
    return nodeColor;
  }

  boolean hasTimes() {
    return !times.isEmpty();
  }

  ReadOnlyObjectProperty<Viewport> viewportProperty() {
    return viewport.getReadOnlyProperty();
  }

  Viewport viewport() {
    return viewport.get();
  }

  /// The drawing on the screen; on its way to the model's while it glides.
  Drawing drawing() {
    return shown;
  }

  void setViewport(Viewport next) {
    fitted = false;
    viewport.set(next);
    repaint();
  }

  /// Stops the picture from fitting itself to the window by itself.
  void hold() {
    fitted = false;
  }

  /// Shows everything, now and after each change until somebody zooms.
  void fit() {
    fitted = true;
    repaint();
  }

  /// Shows these items, no larger than they are.
  void fit(Collection<Integer> items) {
    var box = Box.NOTHING;
    for (int item : items) {
      box = box.with(shown.box(item));
    }
    if (!box.isEmpty()) {
      setViewport(Viewport.fitting(box.grown(60), 0, 0, getWidth(), getHeight(), 1));
    }
  }

  void setHover(int item, int wire) {
    if (item != hovered || wire != hoveredWire) {
      hovered = item;
      hoveredWire = wire;
      repaint();
    }
  }

  void setConnecting(boolean active, Set<Integer> targets) {
    connecting = active;
    legalTargets = targets;
    repaint();
  }

  /// What a gesture paints over the drawing.
  void setOverlay(Consumer<GraphicsContext> painted) {
    overlay = painted;
    repaint();
  }

  void repaint() {
    dirty = true;
    requestLayout();
  }

  private void relook() {
    look = null;
    repaint();
  }

  private void show(Drawing old, Drawing now) {
    playback = null;
    look = null;
    if (glide != null) {
      glide.stop();
      glide = null;
    }
    boolean sameItems = old.sketch().equals(now.sketch());
    if (canGlide(old, now) && !sameItems) {
      glide = new Glide(shown, now);
      glide.start();
    } else {
      shown = now;
    }
    repaint();
  }

  private boolean canGlide(Drawing old, Drawing now) {
    var scene = getScene();
    return session.appearance().motionProperty().get()
        && scene != null
        && scene.getWindow() != null
        && scene.getWindow().isShowing()
        && !old.items().isEmpty()
        && now.items().size() < MOST_GLIDING;
  }

  private final class Glide extends AnimationTimer {
    private final Drawing from;
    private final Drawing to;
    private long begun;

    Glide(Drawing from, Drawing to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void handle(long now) {
      begun = begun == 0 ? now : begun;
      double share = Math.min(1, (double) (now - begun) / GLIDE_NANOS);
      double eased = share * share * (3 - 2 * share);
      shown = share >= 1 ? to : to.between(from, eased);
      look = share >= 1 ? null : look;
      repaint();
      if (share >= 1) {
        stop();
        glide = null;
      }
    }
  }

  @Override
  protected void layoutChildren() {
    double width = Math.max(1, Math.floor(getWidth()));
    double height = Math.max(1, Math.floor(getHeight()));
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      dirty = true;
    }
    if (dirty) {
      dirty = false;
      paint(width, height);
    }
  }

  private void paint(double width, double height) {
    if (fitted && !shown.items().isEmpty()) {
      viewport.set(fitting(width, height));
    }
    var g = canvas.getGraphicsContext2D();
    var palette = session.palette();
    GraphPainter.background(g, palette, viewport(), width, height);
    new GraphPainter(g, palette, viewport(), width, height, shown, look()).paint(mood());
    overlay.accept(g);
  }

  private Viewport fitting(double width, double height) {
    // The tools that float on the canvas keep to its edges.
    double top = height > 360 ? 68 : 8;
    double bottom = height > 360 ? height - 102 : height - 8;
    return Viewport.fitting(shown.extent(), 28, top, width - 28, bottom, 1.15);
  }

  private Look look() {
    var present = look;
    if (present == null) {
      present = new Look(shown, model, nodeColor.get(), times, session.texts(GraphModel.class));
      look = present;
    }
    return present;
  }

  private GraphPainter.Mood mood() {
    Map<Integer, Color> lit = new HashMap<>();
    List<Playback.Token> tokens = List.of();
    var run = session.currentRun();
    if (run != null && session.playhead().visibleProperty().get()) {
      var present = playback;
      if (present == null) {
        present = new Playback(run.trace(), shown, session.palette());
        playback = present;
      }
      lit = present.lit(session.playhead().nanos());
      tokens = present.tokens(session.playhead().nanos());
    }
    return new GraphPainter.Mood(
        new HashSet<>(selection.items(shown)),
        selection.wires(shown),
        hovered,
        hoveredWire,
        lit,
        tokens,
        legalTargets,
        connecting);
  }

  @Nullable Item item(OpId id) {
    return shown.sketch().find(id);
  }
}
