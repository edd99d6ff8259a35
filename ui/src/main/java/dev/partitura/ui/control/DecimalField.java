package dev.partitura.ui.control;

import java.util.function.DoublePredicate;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/// A caption over a small field for a number with decimals. The arrow keys double and halve it;
/// anything that is no such number is put back.
public final class DecimalField extends VBox {
  private final DoubleProperty value = new SimpleDoubleProperty(this, "value", Double.NaN);
  private final TextField field = new TextField();
  private final DoublePredicate accepts;

  /// @param accepts which numbers are taken; an empty field is not-a-number
  public DecimalField(String caption, DoublePredicate accepts) {
    this.accepts = accepts;
    var name = new Label(caption);
    name.getStyleClass().addAll("muted", "size-11");
    field.getStyleClass().add("number-field");
    field.setAccessibleText(caption);
    field.setPrefColumnCount(6);
    field.setMaxWidth(USE_PREF_SIZE);
    getChildren().addAll(name, field);
    setAlignment(Pos.CENTER_LEFT);
    setMinWidth(USE_PREF_SIZE);
    value.addListener(_ -> show());
    field.setOnAction(_ -> read());
    field.focusedProperty().addListener(_ -> read());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::press);
    show();
  }

  public DecimalField explain(String sentence) {
    Tooltip.install(this, new Tooltip(sentence));
    return this;
  }

  /// Not-a-number while the field is empty.
  public DoubleProperty valueProperty() {
    return value;
  }

  /// What stands for an empty field.
  public void setPrompt(String text) {
    field.setPromptText(text);
  }

  private void press(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      show();
    }
    double factor =
        switch (event.getCode()) {
          case UP -> 2;
          case DOWN -> 0.5;
          default -> 1;
        };
    if (factor != 1 && accepts.test(value.get() * factor)) {
      value.set(value.get() * factor);
      event.consume();
    }
  }

  private void read() {
    if (field.isFocused() && field.getText().isBlank()) {
      return;
    }
    try {
      double given = field.getText().isBlank() ? Double.NaN : Double.parseDouble(field.getText());
      if (Double.isNaN(given) || accepts.test(given)) {
        value.set(given);
      }
    } catch (NumberFormatException _) {
      // Put back below.
    }
    show();
  }

  private void show() {
    field.setText(Double.isNaN(value.get()) ? "" : text(value.get()));
  }

  /// As short as it reads back: `0.001`, `1e-5`.
  public static String text(double number) {
    if (number >= 1e-4 && number < 1e7) {
      var plain = new java.math.BigDecimal(Double.toString(number)).stripTrailingZeros();
      return plain.toPlainString();
    }
    return Double.toString(number).replace(".0E", "e").replace('E', 'e');
  }
}
