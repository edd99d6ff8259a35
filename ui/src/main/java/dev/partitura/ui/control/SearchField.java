package dev.partitura.ui.control;

import dev.partitura.ui.theme.Icons;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// A text field with a magnifier and the key that jumps to it. Esc empties it, and then gives the
/// focus away.
public final class SearchField extends StackPane {
  private final TextField field = new TextField();

  public SearchField(String prompt, String key) {
    field.setPromptText(prompt);
    field.setAccessibleText(prompt);
    field.getStyleClass().add("search-field");
    var glass = new Label(null, Icons.of(Feather.SEARCH, 13));
    glass.getStyleClass().add("search-field-icon");
    glass.setMouseTransparent(true);
    glass.setTranslateX(9);
    var hint = new Label(key);
    hint.getStyleClass().addAll("faint", "size-11");
    hint.setMouseTransparent(true);
    hint.setTranslateX(-10);
    hint.visibleProperty().bind(field.textProperty().isEmpty());
    setAlignment(glass, Pos.CENTER_LEFT);
    setAlignment(hint, Pos.CENTER_RIGHT);
    getChildren().addAll(field, glass, hint);
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::leave);
  }

  private void leave(KeyEvent event) {
    if (event.getCode() != KeyCode.ESCAPE) {
      return;
    }
    if (field.getText().isEmpty()) {
      getParent().requestFocus();
    } else {
      field.clear();
    }
    event.consume();
  }

  /// The field itself, for its text and focus.
  public TextField field() {
    return field;
  }
}
