package dev.partitura.visualizers.dependencies;

import dev.partitura.ui.background.Background;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Viewport;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Finds the arrows that are asked for and lays together those that lie too close to be told apart;
/// many in background.
final class ArrowFinder {
  /// Pixels that count as one place where arrows are bundled.
  private static final double BUNDLE_PIXELS = 12;

  /// Up to so many arrows each has its own line.
  private static final int MOST_SINGLE = 300;

  /// Up to so many edges a question is answered before the next frame.
  private static final int QUICK_EDGES = 20_000;

  private final Background background;
  private final String title;
  private final ReadOnlyObjectWrapper<Bundles> bundles =
      new ReadOnlyObjectWrapper<>(this, "bundles", Bundles.NONE);
  private Arrows arrows = Arrows.NONE;
  private @Nullable LevelMap map;
  private Viewport viewport;
  private @Nullable Job finding;
  private @Nullable Job bundling;

  /// @param title what finding arrows is called where it takes a while
  ArrowFinder(Background background, String title, Viewport viewport) {
    this.background = background;
    this.title = title;
    this.viewport = viewport;
  }

  /// The arrows as they are drawn.
  ReadOnlyObjectProperty<Bundles> bundlesProperty() {
    return bundles.getReadOnlyProperty();
  }

  /// Lays the arrows together for another zoom.
  void zoom(Viewport now) {
    viewport = now;
    bundle();
  }

  /// Finds the arrows of a map, about a task where the question is about one.
  void find(@Nullable LevelMap shown, Arrows.Asked wanted, int task) {
    map = shown;
    if (finding != null) {
      finding.cancel();
      finding = null;
    }
    if (shown == null || (wanted.needsTask() && task == DependencesModel.NONE)) {
      draw(Arrows.NONE);
      return;
    }
    if (wanted == Arrows.Asked.ONE_HOP || shown.graph().edgeCount() <= QUICK_EDGES) {
      draw(Arrows.of(shown, wanted, task));
    } else {
      draw(Arrows.NONE);
      finding =
          background.run(
              title,
              (_, _) -> Arrows.of(shown, wanted, task),
              found -> {
                finding = null;
                draw(found);
              });
    }
  }

  private void draw(Arrows found) {
    arrows = found;
    bundle();
  }

  /// Lays the arrows together as the present zoom asks; those of many thousands in background.
  private void bundle() {
    if (bundling != null) {
      bundling.cancel();
      bundling = null;
    }
    var shown = map;
    if (shown == null || arrows.count() == 0) {
      bundles.set(Bundles.NONE);
      return;
    }
    boolean few = arrows.count() <= MOST_SINGLE;
    int columns = few ? 1 : cells(viewport.x());
    int rows = few ? 1 : cells(viewport.y());
    var laid = arrows;
    if (laid.count() <= QUICK_EDGES) {
      bundles.set(Bundles.of(shown, laid, columns, rows, DependencesModel.MOST_BUNDLES));
    } else {
      bundling =
          background.run(
              title,
              (_, _) -> Bundles.of(shown, laid, columns, rows, DependencesModel.MOST_BUNDLES),
              done -> {
                bundling = null;
                bundles.set(done);
              });
    }
  }

  /// The power of two of world units that at least [#BUNDLE_PIXELS] hold.
  private static int cells(Axis axis) {
    double units = BUNDLE_PIXELS * axis.unitsPerPixel();
    return units <= 1 ? 1 : Integer.highestOneBit((int) Math.ceil(units) * 2 - 1);
  }
}
