package dev.partitura.ui.control;

import dev.partitura.ui.theme.Icons;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.feather.Feather;

/// A text field with a magnifier and the key that jumps to it. Esc empties it; in an empty field it
/// means what it means around it.
public final class SearchField extends StackPane {
  private final CustomTextField field = new CustomTextField();

  public SearchField(String prompt, String key) {
    field.setPromptText(prompt);
    field.setAccessibleText(prompt);
    field.getStyleClass().add("search-field");
    var glass = new Label(null, Icons.of(Feather.SEARCH, 13));
    glass.getStyleClass().add("search-field-icon");
    var hint = new Label(key);
    hint.getStyleClass().addAll("faint", "size-11");
    hint.visibleProperty().bind(field.textProperty().isEmpty());
    field.setLeft(glass);
    field.setRight(hint);
    getChildren().add(field);
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::empty);
  }

  private void empty(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
      field.clear();
      event.consume();
    }
  }

  /// The field itself, for its text and focus.
  public TextField field() {
    return field;
  }
}
