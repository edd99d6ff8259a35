package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.canvas.DependenceLine;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The levels with their tools, and beside them what of the order is the plan's.
final class DependencesBoard extends BorderPane {
  private static final double SIDE_WIDTH = 300;

  private final Session session;
  private final Texts texts;
  private final DependencesModel model;
  private final LevelPlayer player;
  private final EmptyState empty;
  private final EmptyState foreign;
  private @Nullable Job building;

  DependencesBoard(Session session, PlanRunner runner) {
    this.session = session;
    texts = session.texts(DependencesBoard.class);
    model = new DependencesModel(session, texts.get("finding"));
    player = new LevelPlayer(model);
    var canvas = new DependencesCanvas(model, session, texts);
    new DependencesKeys(canvas, model, player);
    empty =
        new EmptyState(
            Feather.GIT_MERGE,
            texts.get("empty"),
            texts.get("empty.run"),
            () -> session.commands().fire("run.run"));
    foreign = new EmptyState(Feather.GIT_MERGE, texts.get("foreign"));
    var export = new DependenceExport(session, texts);
    export.addCommands();
    var tools = tools(canvas, export);
    var side = side(runner);
    tools.visibleProperty().bind(model.mapProperty().isNotNull());
    tools.managedProperty().bind(tools.visibleProperty());
    side.visibleProperty().bind(model.mapProperty().isNotNull());
    setTop(tools);
    setCenter(new StackPane(canvas, empty, foreign));
    setRight(side);
    setMinSize(0, 0);
    getStyleClass().add("dependences");
    getStylesheets()
        .add(
            Objects.requireNonNull(DependencesBoard.class.getResource("dependences.css"))
                .toExternalForm());
    session.currentRunProperty().addListener((_, _, run) -> build(run));
    build(session.currentRun());
  }

  DependencesModel model() {
    return model;
  }

  LevelPlayer player() {
    return player;
  }

  /// Makes the map of a run off the FX thread and shows it.
  private void build(@Nullable Run run) {
    if (building != null) {
      building.cancel();
      building = null;
    }
    boolean known = run != null && run.provenance().graph() != null;
    empty.setVisible(run == null);
    foreign.setVisible(run != null && !known);
    model.show(null);
    if (run != null && known) {
      building =
          session
              .background()
              .run(
                  texts.get("building"),
                  (_, _) -> java.util.Optional.ofNullable(LevelMap.of(run.analyses())),
                  map -> {
                    building = null;
                    foreign.setVisible(map.isEmpty());
                    model.show(map.orElse(null));
                  });
    }
  }

  private HBox tools(DependencesCanvas canvas, DependenceExport export) {
    var asked =
        new SegmentedRow<>(
            List.of(Arrows.Asked.values()),
            choice -> texts.get("asked." + choice.name().toLowerCase(Locale.ROOT)));
    for (var choice : Arrows.Asked.values()) {
      asked.explain(
          choice, texts.get("asked." + choice.name().toLowerCase(Locale.ROOT) + ".explain"));
    }
    asked.valueProperty().set(model.askedProperty().get());
    asked
        .valueProperty()
        .addListener((_, _, choice) -> {
          if (choice != null) {
            model.askedProperty().set(choice);
          }
        });
    model.askedProperty().addListener((_, _, choice) -> asked.valueProperty().set(choice));
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var bar =
        new HBox(
            4,
            Icons.button(Feather.SKIP_BACK, texts.get("back"), () -> model.step(-1)),
            play(),
            Icons.button(Feather.SKIP_FORWARD, texts.get("forward"), () -> model.step(1)),
            level(),
            asked,
            count(),
            gap,
            legend(),
            Icons.button(Feather.MAXIMIZE, texts.get("fit"), canvas::fit),
            export.menu());
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.setFillHeight(false);
    bar.getStyleClass().add("dependences-tools");
    return bar;
  }

  private Button play() {
    var button = Icons.button(Feather.PLAY, texts.get("play"), player::toggle);
    button
        .graphicProperty()
        .bind(
            Bindings.createObjectBinding(
                () -> Icons.of(player.playingProperty().get() ? Feather.PAUSE : Feather.PLAY),
                player.playingProperty()));
    return button;
  }

  /// Which level is lit.
  private Label level() {
    var label = new Label();
    label.getStyleClass().addAll("number", "size-11");
    label.setMinWidth(92);
    label
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  var map = model.map();
                  int lit = model.levelProperty().get();
                  return map == null
                      ? ""
                      : lit < 0
                          ? texts.get("levels", Format.count(map.layout().levels()))
                          : texts.get("level", lit, Format.count(map.layout().levels()));
                },
                model.mapProperty(),
                model.levelProperty()));
    return label;
  }

  /// How many arrows are drawn.
  private Label count() {
    var label = new Label();
    label.getStyleClass().addAll("number", "muted", "size-11");
    label.setId("arrow-count");
    label
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  int arrows = model.bundlesProperty().get().arrows();
                  return arrows == 0 ? "" : texts.get("arrows", Format.count(arrows));
                },
                model.bundlesProperty()));
    return label;
  }

  /// The line of each kind with its letters.
  private HBox legend() {
    var legend = new HBox(10);
    legend.setAlignment(Pos.CENTER_LEFT);
    for (var kind : EdgeKind.values()) {
      var letters = new Label(DependenceLine.letters(kind), sample(DependenceLine.stroke(kind)));
      letters.getStyleClass().addAll("size-11", "muted");
      letters.setTooltip(new Tooltip(texts.get("kind." + kind.name().toLowerCase(Locale.ROOT))));
      letters.setMinWidth(USE_PREF_SIZE);
      legend.getChildren().add(letters);
    }
    return legend;
  }

  private static Line sample(Stroke stroke) {
    var line = new Line(0, 0, 26, 0);
    line.setStrokeWidth(stroke.width());
    if (stroke.isDashed()) {
      line.getStrokeDashArray().setAll(stroke.dash(), stroke.gap());
    }
    line.getStyleClass().add("dependences-line");
    return line;
  }

  private ScrollPane side(PlanRunner runner) {
    var summary = new Label();
    summary.setWrapText(true);
    summary.getStyleClass().add("size-11");
    summary
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  var map = model.map();
                  return map == null ? "" : summary(map);
                },
                model.mapProperty()));
    var width = new Label(texts.get("width"));
    width.getStyleClass().addAll("bold", "size-12");
    width.setTooltip(new Tooltip(texts.get("width.explain")));
    var column =
        new VBox(
            6,
            width,
            new WidthChart(model, session, texts),
            widthLegend(),
            summary,
            new PlanOrderPane(model, new ReuseTrialPane(session, runner, texts), texts));
    column.getStyleClass().add("dependences-side");
    var scroll = new ScrollPane(column);
    scroll.setFitToWidth(true);
    scroll.setPrefWidth(SIDE_WIDTH);
    scroll.setMinHeight(0);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.managedProperty().bind(scroll.visibleProperty());
    return scroll;
  }

  private HBox widthLegend() {
    var row = new HBox(12);
    for (var key : List.of("possible", "running", "workers")) {
      var mark = new Region();
      mark.getStyleClass().addAll("dependences-key", "dependences-key-" + key);
      var label = new Label(texts.get("width." + key), mark);
      label.getStyleClass().addAll("size-11", "muted");
      row.getChildren().add(label);
    }
    return row;
  }

  private String summary(LevelMap map) {
    var planned = map.fronts().planned();
    var network = map.fronts().network();
    return texts.get(
        "summary",
        Format.count(planned.count()),
        Format.count(planned.widest()),
        Format.count(network.count()),
        Format.count(network.widest()));
  }
}
