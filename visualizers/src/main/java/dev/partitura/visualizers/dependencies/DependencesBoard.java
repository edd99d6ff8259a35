package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.NoRun;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The levels with their tools, and beside them what of the order is the plan's.
final class DependencesBoard extends BorderPane {
  private static final double SIDE_WIDTH = 300;

  private final Session session;
  private final Texts texts;
  private final DependencesModel model;
  private final EmptyState empty;
  private final EmptyState foreign;
  private @Nullable Job building;

  DependencesBoard(Session session, PlanRunner runner) {
    this.session = session;
    texts = session.texts(DependencesBoard.class);
    model = new DependencesModel(session, texts.get("finding"));
    var player = new LevelPlayer(model);
    var canvas = new DependencesCanvas(model, session, texts);
    new DependencesKeys(canvas, model, player);
    empty = NoRun.of(session, Feather.GIT_MERGE, texts.get("empty"));
    foreign = new EmptyState(Feather.GIT_MERGE, texts.get("foreign"));
    var export = new DependenceExport(session, texts);
    export.addCommands();
    var tools = new DependencesTools(model, player, canvas, export, texts);
    var side = side(runner);
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
