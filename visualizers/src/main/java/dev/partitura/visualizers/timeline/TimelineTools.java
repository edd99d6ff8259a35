package dev.partitura.visualizers.timeline;

import dev.partitura.ui.control.SearchField;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.player.PlayerBar;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.event.ActionEvent;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// The row above the timeline: player, colouring, critical path and search.
final class TimelineTools extends HBox {
  private final TimelineModel model;
  private final Texts texts;
  private final SearchField search;
  private boolean coloringChosen;

  /// @param canvas gets the focus back from the search
  TimelineTools(TimelineModel model, Session session, Texts texts, Region canvas) {
    super(8);
    this.model = model;
    this.texts = texts;
    search = new SearchField(texts.get("find"), "/");
    search.setPrefWidth(180);
    search.setMinWidth(72);
    model.searchProperty().bindBidirectional(search.field().textProperty());
    search.field().addEventFilter(KeyEvent.KEY_PRESSED, event -> searchKey(event, canvas));
    var fit = Icons.button(Feather.MAXIMIZE, texts.get("fit"), model::fitAll);
    var player = new PlayerBar(session);
    // A prediction of what is at hand is no run that all views can follow.
    model
        .scoreProperty()
        .addListener((_, _, score) -> {
          boolean plays = score == null || model.isOfShownRun();
          player.setVisible(plays);
          player.setManaged(plays);
        });
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    getChildren()
        .addAll(player, predicted(session), gap, coloring(), criticalPath(), fit, count(), search);
    setAlignment(Pos.CENTER_LEFT);
    setFillHeight(false);
    getStyleClass().add("timeline-tools");
    visibleProperty().bind(model.scoreProperty().isNotNull());
    managedProperty().bind(visibleProperty());
  }

  void startSearch() {
    search.field().requestFocus();
  }

  /// Whether a person chose what the hues mean.
  boolean isColoringChosen() {
    return coloringChosen;
  }

  /// Says what of it is predicted, of which plan, and how far off that is.
  private Label predicted(Session session) {
    var label = new Label();
    label.setId("predicted-timeline");
    label.getStyleClass().addAll("muted", "size-11");
    label.setMinWidth(0);
    label
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> PredictionWords.of(model, session, texts), model.scoreProperty()));
    label.managedProperty().bind(label.textProperty().isNotEmpty());
    var whole = new Tooltip();
    whole.textProperty().bind(label.textProperty());
    label.setTooltip(whole);
    return label;
  }

  private SegmentedRow<Coloring> coloring() {
    var coloring =
        new SegmentedRow<>(
            List.of(Coloring.MICRO_BATCH, Coloring.KIND, Coloring.PHASE),
            choice ->
                texts.get(
                    switch (choice) {
                      case MICRO_BATCH -> "color.microBatch";
                      case KIND -> "color.kind";
                      case PHASE -> "color.phase";
                    }));
    model
        .scoreProperty()
        .addListener((_, _, score) ->
            coloring.setShown(
                Coloring.PHASE, score != null && score.index().hues().phases().size() > 1));
    coloring.setShown(Coloring.PHASE, false);
    coloring.valueProperty().set(model.coloring());
    coloring
        .valueProperty()
        .addListener((_, _, choice) -> {
          if (choice != null) {
            model.coloringProperty().set(choice);
          }
        });
    coloring.addEventFilter(ActionEvent.ACTION, _ -> coloringChosen = true);
    model.coloringProperty().addListener((_, _, choice) -> coloring.valueProperty().set(choice));
    return coloring;
  }

  private ToggleButton criticalPath() {
    var critical = new ToggleButton(texts.get("critical.toggle"));
    critical.getStyleClass().add("chip-toggle");
    critical.setMinWidth(USE_PREF_SIZE);
    critical.setTooltip(new Tooltip(texts.get("critical.explain")));
    critical.selectedProperty().bindBidirectional(model.criticalPathShownProperty());
    return critical;
  }

  private void searchKey(KeyEvent event, Region canvas) {
    if (event.getCode() == KeyCode.ENTER) {
      model.steps().stepFound(event.isShiftDown() ? -1 : 1);
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      search.field().clear();
      canvas.requestFocus();
      event.consume();
    }
  }

  private Label count() {
    var count = new Label();
    count.getStyleClass().addAll("number", "muted");
    count
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    model.searchProperty().get().isEmpty()
                        ? ""
                        : texts.get("found", model.foundProperty().get().size()),
                model.searchProperty(),
                model.foundProperty()));
    return count;
  }
}
