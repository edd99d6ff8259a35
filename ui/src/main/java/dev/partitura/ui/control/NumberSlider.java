package dev.partitura.ui.control;

import atlantafx.base.controls.ProgressSliderSkin;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A caption, a slider and its whole number. The knob may run through powers of two; a number that
/// is set from elsewhere is kept as it is, also between them or beyond the end.
public final class NumberSlider extends VBox {
  private static final double LEAST_WIDTH = 36;

  private final IntegerProperty value = new SimpleIntegerProperty(this, "value");
  private final Slider slider;
  private final boolean powers;
  private boolean placing;

  public NumberSlider(String caption, int least, int most, boolean powersOfTwo) {
    powers = powersOfTwo;
    slider = new Slider(position(least), position(most), position(least));
    slider.setBlockIncrement(1);
    slider.setMajorTickUnit(1);
    slider.setMinorTickCount(0);
    slider.setSnapToTicks(true);
    slider.setPrefWidth(96);
    slider.setMinWidth(LEAST_WIDTH);
    slider.setSkin(new ProgressSliderSkin(slider));
    slider.setAccessibleText(caption);
    value.set(least);
    var name = new Label(caption);
    name.getStyleClass().addAll("muted", "size-11");
    var number = new Label();
    number.getStyleClass().add("number");
    number.setMinWidth(24);
    number.textProperty().bind(value.asString());
    var row = new HBox(8, slider, number);
    row.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(name, row);
    setAlignment(Pos.CENTER_LEFT);
    name.setMinWidth(0);
    HBox.setHgrow(slider, Priority.ALWAYS);
    slider
        .valueProperty()
        .addListener((_, _, position) -> {
          if (!placing) {
            value.set(number(position.doubleValue()));
          }
        });
    value.addListener((_, _, now) -> place(now.intValue()));
  }

  private void place(int number) {
    placing = true;
    slider.setValue(position(number));
    placing = false;
  }

  public NumberSlider explain(String sentence) {
    Tooltip.install(this, new Tooltip(sentence));
    return this;
  }

  public IntegerProperty valueProperty() {
    return value;
  }

  /// Whether the knob is being dragged: one drag is one edit.
  public ReadOnlyBooleanProperty changingProperty() {
    return slider.valueChangingProperty();
  }

  /// Sets the largest number that can be chosen.
  public void setMost(int most) {
    placing = true;
    slider.setMax(position(most));
    placing = false;
  }

  private double position(int number) {
    return powers ? Math.log(number) / Math.log(2) : number;
  }

  private int number(double position) {
    int step = (int) Math.round(position);
    return powers ? 1 << step : step;
  }
}
