package dev.partitura.visualizers.timeline;

import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.session.Playhead;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What the timeline shows and how a person moves about in it. Used on one thread; needs no
/// toolkit.
public final class TimelineModel {
  static final int NO_SPAN = -1;
  private static final int[] NO_PATH = {};

  private final Session session;
  private final ReadOnlyObjectWrapper<@Nullable Score> score =
      new ReadOnlyObjectWrapper<>(this, "score");
  private final ReadOnlyObjectWrapper<Viewport> viewport =
      new ReadOnlyObjectWrapper<>(this, "viewport", TimelineScale.whole(1, 0, 1, 1));
  private final ObjectProperty<Coloring> coloring =
      new SimpleObjectProperty<>(this, "coloring", Coloring.MICRO_BATCH);
  private final BooleanProperty criticalPathShown =
      new SimpleBooleanProperty(this, "criticalPathShown", true);
  private final StringProperty search = new SimpleStringProperty(this, "search", "");
  private final ReadOnlyObjectWrapper<SpanSet> found =
      new ReadOnlyObjectWrapper<>(this, "found", SpanSet.EMPTY);
  private final ReadOnlyObjectWrapper<SpanSet> marked =
      new ReadOnlyObjectWrapper<>(this, "marked", SpanSet.EMPTY);
  private final ReadOnlyObjectWrapper<@Nullable RangeSum> range =
      new ReadOnlyObjectWrapper<>(this, "range");
  private Consumer<Viewport> travel = this::setViewport;
  private final ObservableList<Long> marks = FXCollections.observableArrayList();

  public TimelineModel(Session session) {
    this.session = session;
    search.addListener((_, _, text) -> find(text));
    session.selection().whenChanged(this::mark);
    range.addListener((_, _, sum) ->
        session
            .playhead()
            .rangeProperty()
            .set(sum == null ? null : new Playhead.Range(sum.fromNanos(), sum.toNanos())));
  }

  /// Shows a score from its start to its end; null empties the timeline.
  public void show(@Nullable Score shown) {
    range.set(null);
    marks.clear();
    var filling = shown == null ? null : shown.filling(viewport().y().length());
    score.set(filling);
    viewport.set(
        TimelineScale.whole(
            filling == null ? 1 : filling.durationNanos(),
            filling == null ? 0 : filling.height(),
            time().length(),
            viewport().y().length()));
    find(search.get());
    mark();
  }

  public ReadOnlyObjectProperty<@Nullable Score> scoreProperty() {
    return score.getReadOnlyProperty();
  }

  public @Nullable Score score() {
    return score.get();
  }

  public ReadOnlyObjectProperty<Viewport> viewportProperty() {
    return viewport.getReadOnlyProperty();
  }

  /// Time in nanoseconds from left to right, pixels of the rows from top to bottom.
  public Viewport viewport() {
    return viewport.get();
  }

  public Axis time() {
    return viewport().x();
  }

  /// Has so much room from now on: the time keeps its scale, the rows fill the height.
  void resize(double width, double height) {
    var shown = score();
    var filling = shown == null ? null : shown.filling(height);
    if (filling != null && filling.height() != Objects.requireNonNull(shown).height()) {
      score.set(filling);
      setViewport(
          new Viewport(time().resized(width), TimelineScale.rows(filling.height(), height)));
    } else {
      setViewport(viewport().resized(width, height));
    }
  }

  public void setViewport(Viewport next) {
    viewport.set(next);
  }

  /// Has someone else take the viewport to far ones, so that the eye can follow; else it is there
  /// at once.
  void setTravel(Consumer<Viewport> way) {
    travel = way;
  }

  public ObjectProperty<Coloring> coloringProperty() {
    return coloring;
  }

  public Coloring coloring() {
    return coloring.get();
  }

  public BooleanProperty criticalPathShownProperty() {
    return criticalPathShown;
  }

  /// Text to find; what does not match fades.
  public StringProperty searchProperty() {
    return search;
  }

  public ReadOnlyObjectProperty<SpanSet> foundProperty() {
    return found.getReadOnlyProperty();
  }

  /// Spans of the selected ops.
  public ReadOnlyObjectProperty<SpanSet> markedProperty() {
    return marked.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable RangeSum> rangeProperty() {
    return range.getReadOnlyProperty();
  }

  /// Moments a person marked, in the order of marking.
  public ObservableList<Long> marks() {
    return FXCollections.unmodifiableObservableList(marks);
  }

  /// The selected span, or -1.
  public int selected() {
    int span = session.selection().span();
    var shown = score();
    return shown != null && span < shown.trace().spanCount() ? span : NO_SPAN;
  }

  /// The critical path if it is to be drawn.
  int[] criticalPath() {
    var shown = score();
    return shown == null || !criticalPathShown.get() ? NO_PATH : shown.criticalPath();
  }

  private void showTime(Axis time) {
    travel.accept(new Viewport(time, viewport().y()));
  }

  public void fitAll() {
    showTime(time().whole());
  }

  /// Shows the selected time, span or ops as large as they fit; all when nothing is selected.
  public void fitSelection() {
    var shown = score();
    var selectedRange = range.get();
    if (shown == null) {
      return;
    }
    if (selectedRange != null) {
      showTime(time().showing(selectedRange.fromNanos(), selectedRange.toNanos()));
    } else if (selected() != NO_SPAN) {
      showTime(
          time().showing(shown.trace().startNanos(selected()), shown.trace().endNanos(selected())));
    } else if (!marked.get().isEmpty()) {
      showMarked(shown);
    } else {
      fitAll();
    }
  }

  private void showMarked(Score shown) {
    long from = Long.MAX_VALUE;
    long to = 0;
    for (int i = 0; i < marked.get().size(); i++) {
      from = Math.min(from, shown.trace().startNanos(marked.get().get(i)));
      to = Math.max(to, shown.trace().endNanos(marked.get().get(i)));
    }
    showTime(time().showing(from, to));
  }

  /// The span of a row at a place, or the nearest within two pixels, or -1.
  int spanAt(Row row, double x) {
    var shown = score();
    double tolerance = time().unitsPerPixel() * 2;
    double nanos = time().toWorld(x);
    if (shown == null) {
      return NO_SPAN;
    }
    if (row.track() >= 0) {
      return shown.index().at(row.track(), nanos, tolerance);
    }
    int place = row.copyAt(shown.trace(), nanos - tolerance);
    boolean hit =
        place < row.copies().length
            && shown.trace().startNanos(row.copies()[place]) <= nanos + tolerance;
    return hit ? row.copies()[place] : NO_SPAN;
  }

  /// Selects a span, and with it in the graph its ops, or the edges along which a copy went.
  public void select(int span) {
    var shown = score();
    if (shown == null || span == NO_SPAN) {
      session.selection().clear();
      return;
    }
    var label = shown.trace().labels().get(shown.trace().label(span));
    session.selection().selectSpan(span, label.ops(), edges(label));
  }

  /// The connections of the network that a copied value stands for.
  private Set<Selection.Edge> edges(Trace.Label label) {
    return label.ops().isEmpty()
        ? session.project().network().ops().stream()
            .filter(op -> op.dependencies().contains(label.name()))
            .map(op -> new Selection.Edge(label.name(), op.id()))
            .collect(Collectors.toSet())
        : Set.of();
  }

  /// Selects the idle time of a row at a place, or nothing where there is none.
  void selectIdle(@Nullable Row row, double x) {
    var shown = score();
    var gap = shown == null || row == null ? null : shown.gapAt(row, time().toWorld(x));
    if (gap == null) {
      session.selection().clear();
    } else {
      session
          .selection()
          .selectIdle(new Selection.Idle(gap.track(), gap.fromNanos(), gap.toNanos()));
    }
  }

  /// Selects the next span of the same row, or the one before, and brings it into view.
  public void step(int direction) {
    var shown = score();
    if (shown == null || shown.trace().spanCount() == 0) {
      return;
    }
    int span = selected();
    if (span == NO_SPAN) {
      select(firstVisible(shown));
    } else {
      int track = shown.trace().track(span);
      int next =
          Math.clamp(
              span + direction, shown.trace().firstSpan(track), shown.trace().endSpan(track) - 1);
      select(next);
    }
    reveal(shown);
  }

  /// Selects the span at the same time in the next row that has one, or the row before.
  public void stepRow(int direction) {
    var shown = score();
    int span = selected();
    if (shown == null || span == NO_SPAN) {
      return;
    }
    long middle = (shown.trace().startNanos(span) + shown.trace().endNanos(span)) / 2;
    int row = shown.rows().indexOf(shown.row(shown.trace().track(span)));
    for (int next = row + direction; next >= 0 && next < shown.rows().size(); next += direction) {
      int track = shown.rows().get(next).track();
      int there = track < 0 ? NO_SPAN : shown.index().at(track, middle, Double.MAX_VALUE);
      if (there != NO_SPAN) {
        select(there);
        reveal(shown);
        return;
      }
    }
  }

  private int firstVisible(Score shown) {
    for (var row : shown.rows()) {
      int span =
          row.track() < 0 ? NO_SPAN : shown.index().firstEndingAfter(row.track(), time().start());
      if (span != NO_SPAN) {
        return span;
      }
    }
    return NO_SPAN;
  }

  private void reveal(Score shown) {
    int span = selected();
    if (span != NO_SPAN) {
      showTime(
          time().revealing((shown.trace().startNanos(span) + shown.trace().endNanos(span)) / 2.0));
    }
  }

  /// Selects the next span that the search found, or the one before, after the selected one.
  public void stepFound(int direction) {
    var shown = score();
    var matches = found.get();
    if (shown == null || matches.isEmpty()) {
      return;
    }
    int place =
        selected() == NO_SPAN
            ? 0
            : matches.from(direction > 0 ? selected() + 1 : selected()) + (direction > 0 ? 0 : -1);
    select(matches.get(Math.floorMod(place, matches.size())));
    reveal(shown);
  }

  /// Selects a stretch of time, whichever end comes first.
  public void selectRange(double oneNanos, double otherNanos) {
    var shown = score();
    if (shown != null) {
      long from = Math.round(Math.max(0, Math.min(oneNanos, otherNanos)));
      long to = Math.round(Math.min(shown.durationNanos(), Math.max(oneNanos, otherNanos)));
      range.set(to > from ? RangeSum.of(shown.index(), from, to) : null);
    }
  }

  /// Marks a moment, or takes away the mark within three pixels of it.
  public void toggleMark(double nanos) {
    double near = time().unitsPerPixel() * 3;
    if (!marks.removeIf(mark -> Math.abs(mark - nanos) <= near)) {
      marks.add(Math.round(Math.max(0, nanos)));
    }
  }

  /// Takes back one thing: the selected time, else the search, else the selection, else the marks.
  /// False when there is nothing to take back.
  public boolean escape() {
    boolean any =
        range.get() != null
            || !search.get().isEmpty()
            || !session.selection().isEmpty()
            || !marks.isEmpty();
    if (range.get() != null) {
      range.set(null);
    } else if (!search.get().isEmpty()) {
      search.set("");
    } else if (!session.selection().isEmpty()) {
      session.selection().clear();
    } else {
      marks.clear();
    }
    return any;
  }

  private void find(String text) {
    var shown = score();
    found.set(shown == null ? SpanSet.EMPTY : SpanSet.matching(shown.trace(), text));
  }

  private void mark() {
    var shown = score();
    marked.set(shown == null ? SpanSet.EMPTY : SpanSet.of(shown.trace(), session.selection()));
  }
}
