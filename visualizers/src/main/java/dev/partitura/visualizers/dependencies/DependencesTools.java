package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.task.EdgeKind;
import dev.partitura.ui.canvas.DependenceLine;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import org.kordamp.ikonli.feather.Feather;

/// The row above the levels: steps, what is asked for, and what the lines mean.
final class DependencesTools extends HBox {
  private final DependencesModel model;
  private final LevelPlayer player;
  private final Texts texts;
  private final HBox legend;

  DependencesTools(
      DependencesModel model,
      LevelPlayer player,
      DependencesCanvas canvas,
      DependenceExport export,
      Texts texts) {
    super(4);
    this.model = model;
    this.player = player;
    this.texts = texts;
    legend = legend();
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    getChildren()
        .addAll(
            Icons.button(Feather.SKIP_BACK, texts.get("back"), () -> model.step(-1)),
            play(),
            Icons.button(Feather.SKIP_FORWARD, texts.get("forward"), () -> model.step(1)),
            level(),
            asked(),
            count(),
            gap,
            legend,
            Icons.button(Feather.MAXIMIZE, texts.get("fit"), canvas::fit),
            export.menu());
    setAlignment(Pos.CENTER_LEFT);
    setFillHeight(false);
    getStyleClass().add("dependences-tools");
    visibleProperty().bind(model.mapProperty().isNotNull());
    managedProperty().bind(visibleProperty());
  }

  /// No wider than the view: what does not fit goes.
  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  /// In a narrow view the legend goes: the letters stand on the lines too, and their tooltips.
  @Override
  protected void layoutChildren() {
    legend.setManaged(true);
    boolean fits = prefWidth(-1) <= getWidth();
    legend.setManaged(fits);
    legend.setVisible(fits);
    super.layoutChildren();
  }

  private SegmentedRow<Arrows.Asked> asked() {
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
    return asked;
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
}
