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
import org.jspecify.annotations.Nullable;

/// A caption over a small field for a whole number. The arrow keys count up and down, or double and
/// halve; anything that is no number is put back.
public final class NumberField extends VBox {
  private final IntegerProperty value = new SimpleIntegerProperty(this, "value");
  private final TextField field = new TextField();
  private final int least;
  private final int most;
  private final String zero;
  private final Tooltip why = new Tooltip();
  private String explanation = "";
  private boolean doubles;

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
    explanation = sentence;
    refuse(null);
    Tooltip.install(this, why);
    return this;
  }

  /// For numbers of many digits: has room for them, and the arrow keys double and halve.
  public NumberField large() {
    field.setPrefColumnCount(8);
    field.getStyleClass().add("large");
    doubles = true;
    return this;
  }

  /// Says why no number can be set, or with null that one can be.
  public void refuse(@Nullable String reason) {
    // A disabled field hears of no pointer, but what is around it does.
    field.setDisable(reason != null);
    field.setAccessibleHelp(reason);
    why.setText(reason == null ? explanation : reason);
  }

  public IntegerProperty valueProperty() {
    return value;
  }

  private void count(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      show();
    }
    long now = value.get();
    long next =
        switch (event.getCode()) {
          case UP -> doubles ? 2 * now : now + 1;
          case DOWN -> doubles ? now / 2 : now - 1;
          default -> now;
        };
    if (next != now) {
      value.set(Math.clamp(next, least, most));
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
