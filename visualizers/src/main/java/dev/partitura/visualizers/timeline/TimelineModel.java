package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.session.Playhead;
import dev.partitura.ui.session.Session;
import java.util.Objects;
import java.util.function.Consumer;
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

  /// Share of the width that a next prediction takes at least, to be shown on the same scale.
  private static final double LEAST_FILL = 0.3;

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
  private final SpanPick picking;
  private final SpanSteps steps = new SpanSteps(this);
  private Consumer<Viewport> travel = this::setViewport;
  private int own = NO_SPAN;
  private boolean picksOwn;
  private final ObservableList<Long> marks = FXCollections.observableArrayList();

  public TimelineModel(Session session) {
    this.session = session;
    picking = new SpanPick(session, this);
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
    own = NO_SPAN;
    var filling = shown == null ? null : shown.filling(viewport().y().length());
    score.set(filling);
    viewport.set(
        TimelineScale.whole(
            filling == null ? 1 : filling.extentNanos(),
            filling == null ? 0 : filling.height(),
            time().length(),
            viewport().y().length()));
    find(search.get());
    mark();
  }

  /// Shows the prediction of a plan in place of that of another: on the same scale, so that what
  /// becomes shorter looks shorter, as far as it can be seen there.
  void showNext(Score shown) {
    var before = time();
    double fills = before.toScreen(shown.extentNanos()) / before.length();
    show(shown);
    if (fills > LEAST_FILL && fills <= 1) {
      setViewport(
          new Viewport(
              new Axis(before.start(), before.scale(), before.length(), kept(before)),
              viewport().y()));
    }
  }

  /// A scale may be as small as it was, although the whole would fit on a larger one.
  private Axis.Limits kept(Axis before) {
    var limits = time().limits();
    return new Axis.Limits(
        Math.min(before.scale(), limits.most()),
        limits.most(),
        limits.from(),
        limits.to(),
        limits.margin());
  }

  /// Whether what is shown is the run that all views show, so that its spans can be selected in all
  /// of them.
  boolean isOfShownRun() {
    var shown = score();
    var run = session.currentRun();
    return shown != null && run != null && run.analyses() == shown.run();
  }

  /// Selects a span here alone, and elsewhere what it stands for.
  void pickOwn(int span, Runnable elsewhere) {
    own = span;
    picksOwn = true;
    elsewhere.run();
    picksOwn = false;
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
    var shown = score();
    int span = isOfShownRun() ? session.selection().span() : own;
    return shown != null && span < shown.trace().spanCount() ? span : NO_SPAN;
  }

  /// The critical path if it is to be drawn.
  int[] criticalPath() {
    var shown = score();
    return shown == null || !criticalPathShown.get() ? NO_PATH : shown.criticalPath();
  }

  void showTime(Axis time) {
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

  SpanPick picking() {
    return picking;
  }

  SpanSteps steps() {
    return steps;
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
    if (!picksOwn) {
      own = NO_SPAN;
    }
    var shown = score();
    marked.set(shown == null ? SpanSet.EMPTY : SpanSet.of(shown.trace(), session.selection()));
  }
}
