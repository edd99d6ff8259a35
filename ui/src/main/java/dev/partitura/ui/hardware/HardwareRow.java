package dev.partitura.ui.hardware;

import dev.partitura.ui.theme.Texts;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One device or link in the catalogue: its name and its main figures; opened, all of them with
/// their source, and what can be done with it.
final class HardwareRow extends VBox {
  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

  private final FlowPane actions = new FlowPane(6, 4);

  HardwareRow(String name, String brief, boolean own, boolean open) {
    super(4);
    var title = new Label(name);
    title.getStyleClass().addAll("size-12", "medium");
    title.setMinWidth(0);
    var line = new HBox(6, title);
    if (own) {
      var mark = new Label("★");
      mark.getStyleClass().addAll("size-11", "good");
      line.getChildren().add(mark);
    }
    var figures = new Label(brief);
    figures.getStyleClass().addAll("muted", "size-11");
    figures.setWrapText(true);
    figures.setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(line, figures);
    getStyleClass().add("row");
    setId("hardware-" + name);
    setFocusTraversable(true);
    setAccessibleText(name + ", " + brief);
    pseudoClassStateChanged(SELECTED, open);
  }

  /// What a click or Enter does.
  void setOnOpen(Runnable open) {
    setOnKeyPressed(event -> {
      if (event.getTarget() == this
          && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE)) {
        open.run();
        event.consume();
      }
    });
  }

  void facts(List<HardwareWords.Fact> facts, String source, String notes, Texts texts) {
    var grid = new GridPane(10, 2);
    for (int i = 0; i < facts.size(); i++) {
      var name = new Label(facts.get(i).name());
      name.getStyleClass().addAll("muted", "size-11");
      var value = new Label(facts.get(i).value());
      value.getStyleClass().addAll("number", "size-11");
      grid.addRow(i, name, value);
    }
    getChildren().add(grid);
    said(texts.get("source", source.isEmpty() ? texts.get("source.own") : source));
    if (!notes.isEmpty()) {
      said(notes);
    }
    getChildren().add(actions);
  }

  private void said(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll("muted", "size-11");
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    getChildren().add(label);
  }

  /// @param refusal why it cannot be done, or null
  void action(String name, String explanation, Runnable action, @Nullable String refusal) {
    var button = new Button(name);
    button.getStyleClass().add("small");
    button.setOnAction(_ -> action.run());
    button.setDisable(refusal != null);
    // A disabled button has no tooltip; what is around it has.
    var place = new StackPane(button);
    Tooltip.install(place, new Tooltip(refusal == null ? explanation : refusal));
    actions.getChildren().add(place);
  }
}
