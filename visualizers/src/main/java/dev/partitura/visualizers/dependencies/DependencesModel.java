package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.analysis.Arrival;
import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.session.Session;
import java.util.function.Consumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// What the view of dependences shows and how a person moves about in it. The selected task is the
/// one whose span is selected anywhere. Used on one thread; needs no toolkit.
final class DependencesModel {
  static final int NONE = -1;

  /// No more are ever drawn.
  static final int MOST_BUNDLES = 1500;

  private static final double MOST_COLUMN_PIXELS = 220;
  private static final double MOST_ROW_PIXELS = 40;

  private final Session session;
  private final ReadOnlyObjectWrapper<@Nullable LevelMap> map =
      new ReadOnlyObjectWrapper<>(this, "map");
  private final ReadOnlyObjectWrapper<Viewport> viewport =
      new ReadOnlyObjectWrapper<>(this, "viewport", whole(1, 1, 1, 1));
  private final ObjectProperty<Arrows.Asked> asked =
      new SimpleObjectProperty<>(this, "asked", Arrows.Asked.ONE_HOP);
  private final IntegerProperty hovered = new SimpleIntegerProperty(this, "hovered", NONE);
  private final IntegerProperty level = new SimpleIntegerProperty(this, "level", NONE);
  private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected", NONE);
  private final ArrowFinder arrows;
  private Consumer<Viewport> travel = this::setViewport;
  private boolean stepping;

  /// @param title what finding arrows is called where it takes a while
  DependencesModel(Session session, String title) {
    this.session = session;
    arrows = new ArrowFinder(session.background(), title, viewport());
    session.selection().spanProperty().addListener((_, _, _) -> follow());
    session
        .playhead()
        .nanosProperty()
        .addListener((_, _, _) -> {
          if (!stepping) {
            level.set(NONE);
          }
        });
    asked.addListener((_, _, _) -> find());
    selected.addListener((_, _, _) -> find());
  }

  /// Shows the map of a run from its first level to its last; null empties the view.
  void show(@Nullable LevelMap shown) {
    hovered.set(NONE);
    level.set(NONE);
    map.set(shown);
    fit();
    follow();
    find();
  }

  ReadOnlyObjectProperty<@Nullable LevelMap> mapProperty() {
    return map.getReadOnlyProperty();
  }

  @Nullable LevelMap map() {
    return map.get();
  }

  ReadOnlyObjectProperty<Viewport> viewportProperty() {
    return viewport.getReadOnlyProperty();
  }

  Viewport viewport() {
    return viewport.get();
  }

  void setViewport(Viewport next) {
    boolean zoomed =
        next.x().scale() != viewport().x().scale() || next.y().scale() != viewport().y().scale();
    viewport.set(next);
    if (zoomed) {
      arrows.zoom(next);
    }
  }

  void setTravel(Consumer<Viewport> way) {
    travel = way;
  }

  void fit() {
    var shown = map();
    var now = viewport();
    setViewport(
        whole(
            shown == null ? 1 : shown.layout().levels(),
            shown == null ? 1 : shown.layout().height(),
            now.x().length(),
            now.y().length()));
  }

  private static Viewport whole(double levels, double rows, double width, double height) {
    return new Viewport(
        Axis.whole(width, new Axis.Limits(0, MOST_COLUMN_PIXELS, 0, levels, 0.01)),
        Axis.whole(height, new Axis.Limits(0, MOST_ROW_PIXELS, 0, rows, 0.02)));
  }

  /// Which arrows are drawn.
  ObjectProperty<Arrows.Asked> askedProperty() {
    return asked;
  }

  /// The arrows as they are drawn.
  ReadOnlyObjectProperty<Bundles> bundlesProperty() {
    return arrows.bundlesProperty();
  }

  /// The task under the pointer.
  IntegerProperty hoveredProperty() {
    return hovered;
  }

  /// The level that is lit; [#NONE] where the playhead tells what is.
  IntegerProperty levelProperty() {
    return level;
  }

  /// The task whose span is selected, or [#NONE].
  IntegerProperty selectedProperty() {
    return selected;
  }

  int selected() {
    return selected.get();
  }

  /// Lights a level and takes the playhead to where its first task began.
  void light(int wanted) {
    var shown = map();
    if (shown == null) {
      return;
    }
    int lit = Math.clamp(wanted, 0, shown.layout().levels() - 1);
    stepping = true;
    long start = shown.startOfLevel()[lit];
    if (start < Long.MAX_VALUE) {
      session.playhead().moveTo(start);
    }
    stepping = false;
    level.set(lit);
  }

  /// Lights the next level or the one before.
  void step(int direction) {
    light(level.get() + direction);
  }

  /// Selects a task's span and its ops, everywhere.
  void select(int task) {
    var shown = map();
    int span = shown == null || task < 0 ? NONE : shown.spanOf()[task];
    if (shown == null || span < 0) {
      session.selection().clear();
    } else {
      session
          .selection()
          .selectSpan(span, shown.trace().labels().get(shown.trace().label(span)).ops());
    }
  }

  /// Moves the viewport so that the selected task is seen.
  void reveal() {
    var shown = map();
    if (shown != null && selected() != NONE) {
      travel.accept(
          new Viewport(
              viewport().x().revealing(shown.layout().level(selected()) + 0.5),
              viewport().y().revealing(shown.layout().top(selected()) + 0.5)));
    }
  }

  /// Goes from the selected task to the one that it waited for last, or to the first that waited
  /// for it; without one to the first of all.
  void walk(int direction) {
    var shown = map();
    if (shown == null) {
      return;
    }
    int next = selected();
    if (next == NONE) {
      next = shown.layout().taskAt(0);
    } else if (direction < 0) {
      var arrival = Arrival.of(shown.run(), next);
      next = arrival == null ? next : arrival.from();
    } else {
      int edge = shown.graph().firstEdge(next);
      next = edge < shown.graph().endEdge(next) ? shown.graph().successor(edge) : next;
    }
    select(next);
    reveal();
  }

  /// Goes to the next task of the same level, or the one before.
  void walkBeside(int direction) {
    var shown = map();
    if (shown != null && selected() != NONE) {
      select(shown.layout().beside(selected(), direction));
      reveal();
    } else {
      walk(direction);
    }
  }

  /// Takes back one thing: the lit level, else the selection.
  void escape() {
    if (level.get() != NONE) {
      level.set(NONE);
    } else {
      session.selection().clear();
    }
  }

  private void find() {
    arrows.find(map(), asked.get(), selected());
  }

  private void follow() {
    var shown = map();
    int span = session.selection().span();
    boolean known = shown != null && span >= 0 && span < shown.trace().spanCount();
    selected.set(shown != null && known ? shown.trace().task(span) : NONE);
  }
}
