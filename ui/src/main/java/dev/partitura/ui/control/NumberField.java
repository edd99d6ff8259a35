package dev.partitura.ui.control;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/// A caption over a small field for a whole number. The arrow keys count up and down; anything that
/// is no number is put back.
public final class NumberField extends VBox {
  private final IntegerProperty value = new SimpleIntegerProperty(this, "value");
  private final TextField field = new TextField();
  private final int least;
  private final int most;
  private final String zero;

  /// @param zero what stands in the field for 0, such as `auto`; empty when 0 is a number like
  ///   others
  public NumberField(String caption, int least, int most, String zero) {
    this.least = least;
    this.most = most;
    this.zero = zero;
    var name = new Label(caption);
    name.getStyleClass().addAll("muted", "size-11");
    field.getStyleClass().add("number-field");
    field.setAccessibleText(caption);
    field.setPrefColumnCount(4);
    field.setMaxWidth(USE_PREF_SIZE);
    getChildren().addAll(name, field);
    setAlignment(Pos.CENTER_LEFT);
    setMinWidth(USE_PREF_SIZE);
    value.addListener(_ -> show());
    field.setOnAction(_ -> read());
    field.focusedProperty().addListener(_ -> read());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::count);
    value.set(least);
    show();
  }

  public NumberField explain(String sentence) {
    Tooltip.install(this, new Tooltip(sentence));
    return this;
  }

  public IntegerProperty valueProperty() {
    return value;
  }

  private void count(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      show();
    }
    int by =
        switch (event.getCode()) {
          case UP -> 1;
          case DOWN -> -1;
          default -> 0;
        };
    if (by != 0) {
      value.set(Math.clamp((long) value.get() + by, least, most));
      event.consume();
    }
  }

  private void read() {
    if (field.isFocused() && field.getText().isBlank()) {
      return;
    }
    try {
      value.set(Math.clamp(Long.parseLong(field.getText().strip()), least, most));
    } catch (NumberFormatException _) {
      if (!zero.isEmpty() && field.getText().isBlank()) {
        value.set(0);
      }
    }
    show();
  }

  private void show() {
    field.setText(value.get() == 0 && !zero.isEmpty() ? zero : Integer.toString(value.get()));
  }
}
