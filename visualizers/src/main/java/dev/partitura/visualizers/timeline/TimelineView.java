package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.PhaseTimes;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.background.Work;
import dev.partitura.ui.canvas.Gestures;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.canvas.ZoomPan;
import dev.partitura.ui.explain.Legend;
import dev.partitura.ui.run.NoRun;
import dev.partitura.ui.session.ColorMode;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.timeline.TimelineTrack;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The timeline with its tools: player, colouring, critical path and search.
final class TimelineView extends BorderPane {
  /// Rows and hues can be read side by side from this height of the view on.
  private static final double LEGEND_ROOM = 160;

  private final Session session;
  private final List<TimelineTrack> tracks;
  private final Texts texts;
  private final TimelineModel model;
  private final TimelineTools tools;
  private @Nullable Job building;
  private @Nullable Run built;
  private @Nullable Run builtBeside;

  TimelineView(Session session, List<TimelineTrack> tracks) {
    this.session = session;
    this.tracks = List.copyOf(tracks);
    texts = session.texts(TimelineView.class);
    model = new TimelineModel(session);
    var canvas = new ScoreCanvas(model, session, texts);
    tools = new TimelineTools(model, session, texts, canvas);
    canvas.setFocusTraversable(true);
    canvas.setAccessibleRole(AccessibleRole.TEXT);
    session.selection().whenChanged(() -> canvas.setAccessibleText(spoken()));
    canvas.setAccessibleText(spoken());
    var zoomPan = new ZoomPan(canvas, canvas);
    var gestures =
        List.of(
            new ScrubGesture(model, session.playhead()),
            new RangeGesture(model),
            new SelectSpanGesture(model, canvas, zoomPan));
    new Gestures(canvas, gestures, () -> canvas.setCursor(Cursor.DEFAULT));
    new TimelineKeys(canvas, model, session, zoomPan, tools::startSearch);
    canvas.getChildren().add(new HoverCard(canvas, Duration.ZERO, canvas::cardAt));
    var empty = NoRun.of(session, Feather.BAR_CHART_2, texts.get("empty"));
    empty.visibleProperty().bind(model.scoreProperty().isNull());
    setTop(tools);
    var middle = new StackPane(canvas, empty, sumStrip(), underWay());
    // Else it would push the legend out of a low view.
    middle.setMinSize(0, 0);
    setCenter(middle);
    setBottom(legend());
    getStyleClass().add("timeline");
    getStylesheets()
        .add(
            Objects.requireNonNull(TimelineView.class.getResource("timeline.css"))
                .toExternalForm());
    var results = session.results();
    session.currentRunProperty().addListener(_ -> follow());
    results.underWayProperty().addListener(_ -> follow());
    results.foresightProperty().addListener(_ -> follow());
    results.standingProperty().addListener(_ -> follow());
    results.chosenProperty().addListener(_ -> follow());
    session.colorModeProperty().addListener((_, _, mode) -> follow(mode));
    follow();
  }

  TimelineModel model() {
    return model;
  }

  /// Shows the run under way, else the prediction where nothing was measured of what is at hand,
  /// else the run that all views show with what was predicted of it.
  private void follow() {
    var results = session.results();
    var underWay = results.underWayProperty().get();
    var prediction = underWay == null ? results.predictionInPlace() : null;
    var run = underWay != null ? underWay : prediction != null ? prediction : session.currentRun();
    build(run, run != null && run.equals(session.currentRun()) ? results.predictionBeside() : null);
  }

  /// Makes the score of a run off the FX thread and shows it.
  private void build(@Nullable Run run, @Nullable Run beside) {
    if (Objects.equals(run, built) && Objects.equals(beside, builtBeside)) {
      return;
    }
    built = run;
    builtBeside = beside;
    if (building != null) {
      building.cancel();
      building = null;
    }
    if (run == null) {
      model.show(null);
      return;
    }
    Work<Score> work =
        (cancellation, _) ->
            Score.of(
                run.analyses(),
                beside == null ? null : beside.analyses(),
                tracks,
                session.appearance().language(),
                cancellation);
    building =
        run.number() == 0
            ? session.background().runQuietly(work, score -> show(run, score))
            : session.background().run(texts.get("building"), work, score -> show(run, score));
  }

  private void show(Run run, Score score) {
    var before = model.score();
    building = null;
    colorFor(run);
    if (before != null
        && before.trace().origin() == Origin.PREDICTED
        && run.number() == 0
        && !model.isOfShownRun()) {
      model.showNext(score);
    } else {
      model.show(score);
    }
  }

  /// One micro-batch alone would paint everything in one hue; phases are what a training step is
  /// looked at for, and inference has none.
  private void colorFor(Run run) {
    boolean trains = run.get(PhaseTimes.ANALYSIS).isOfTraining();
    boolean hasPhases = model.coloring() == Coloring.PHASE;
    if (!tools.isColoringChosen() || hasPhases && !trains) {
      model
          .coloringProperty()
          .set(
              trains
                  ? Coloring.PHASE
                  : hasSeveralMicroBatches(run.trace()) ? Coloring.MICRO_BATCH : Coloring.KIND);
    }
  }

  private static boolean hasSeveralMicroBatches(Trace trace) {
    for (int span = 1; span < trace.spanCount(); span++) {
      if (trace.microBatch(span) != trace.microBatch(0)) {
        return true;
      }
    }
    return false;
  }

  private void follow(ColorMode mode) {
    switch (mode) {
      case KIND -> model.coloringProperty().set(Coloring.KIND);
      case MICRO_BATCH -> model.coloringProperty().set(Coloring.MICRO_BATCH);
      // The rows tell devices apart already.
      case DEVICE -> {}
    }
  }

  /// What a screen reader says of the selected span.
  private String spoken() {
    var score = model.score();
    int span = model.selected();
    if (score == null || span == TimelineModel.NO_SPAN) {
      return texts.get("title") + ". " + texts.get("spoken.nothing");
    }
    var trace = score.trace();
    var card = SpanCard.of(score, span, texts);
    return texts.get("title")
        + ". "
        + card.title()
        + ", "
        + trace.tracks().get(trace.track(span)).name()
        + card.facts().stream()
            .map(fact -> ", " + fact.name() + " " + fact.value())
            .collect(Collectors.joining());
  }

  /// What the hues mean; it gives way where the rows need the room.
  private Legend legend() {
    var legend = new Legend(session.texts(Legend.class));
    legend.getStyleClass().add("timeline-legend");
    Runnable show =
        () -> {
          var score = model.score();
          legend.show(score == null ? List.of() : score.index().hues().legend(model.coloring()));
        };
    model.scoreProperty().addListener((_, _, _) -> show.run());
    model.coloringProperty().addListener((_, _, _) -> show.run());
    legend
        .visibleProperty()
        .bind(model.scoreProperty().isNotNull().and(heightProperty().greaterThan(LEGEND_ROOM)));
    legend.managedProperty().bind(legend.visibleProperty());
    return legend;
  }

  /// Says of which run the spans are while it goes on: they are replaced by those of a later repeat
  /// until it ends.
  private Label underWay() {
    var label = new Label();
    label.setId("under-way");
    label.getStyleClass().addAll("floating", "size-11");
    var running = session.results().underWayProperty();
    label.visibleProperty().bind(running.isNotNull());
    label
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  var run = running.get();
                  return run == null ? "" : texts.get("underWay", run.number());
                },
                running));
    label.setMouseTransparent(true);
    StackPane.setAlignment(label, Pos.BOTTOM_RIGHT);
    label.setTranslateY(-8);
    label.setTranslateX(-8);
    return label;
  }

  /// What the selected stretch of time adds up to.
  private Label sumStrip() {
    var strip = new Label();
    strip.getStyleClass().addAll("floating", "size-11");
    strip.visibleProperty().bind(model.rangeProperty().isNotNull());
    strip
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  var sum = model.rangeProperty().get();
                  return sum == null ? "" : sum.text(texts);
                },
                model.rangeProperty()));
    strip.setMouseTransparent(true);
    StackPane.setAlignment(strip, Pos.BOTTOM_CENTER);
    strip.setTranslateY(-8);
    return strip;
  }
}
