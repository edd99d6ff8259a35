package dev.partitura.ui.control;

import atlantafx.base.controls.ProgressSliderSkin;
import dev.partitura.ui.format.Format;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A caption, a slider and the factor it stands for, from a sixteenth to sixteen times, half a
/// doubling a step. A double press brings it back to one.
public final class FactorSlider extends VBox {
  /// Doublings to either side.
  private static final double MOST = 4;

  private static final double STEP = 0.5;

  private final DoubleProperty factor = new SimpleDoubleProperty(this, "factor", 1);
  private final Slider slider = new Slider(-MOST, MOST, 0);
  private boolean placing;

  public FactorSlider(String caption) {
    slider.setMajorTickUnit(STEP);
    slider.setMinorTickCount(0);
    slider.setSnapToTicks(true);
    slider.setBlockIncrement(STEP);
    slider.setPrefWidth(60);
    slider.setMinWidth(40);
    slider.setSkin(new ProgressSliderSkin(slider));
    slider.setAccessibleText(caption);
    slider.setOnMouseClicked(event -> {
      if (event.getClickCount() == 2) {
        slider.setValue(0);
      }
    });
    var name = new Label(caption);
    name.getStyleClass().addAll("muted", "size-11");
    var number = new Label();
    number.getStyleClass().add("number");
    number.setMinWidth(52);
    number.textProperty().bind(factor.map(value -> Format.factor(value.doubleValue())));
    var row = new HBox(8, slider, number);
    row.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(slider, Priority.ALWAYS);
    getChildren().addAll(name, row);
    slider
        .valueProperty()
        .addListener((_, _, position) -> {
          if (!placing) {
            factor.set(Math.pow(2, Math.round(position.doubleValue() / STEP) * STEP));
          }
        });
    factor.addListener((_, _, now) -> place(now.doubleValue()));
  }

  private void place(double value) {
    placing = true;
    slider.setValue(Math.log(value) / Math.log(2));
    placing = false;
  }

  public FactorSlider explain(String sentence) {
    Tooltip.install(this, new Tooltip(sentence));
    return this;
  }

  public DoubleProperty factorProperty() {
    return factor;
  }

  /// Whether the knob is being dragged: one drag is one edit.
  public ReadOnlyBooleanProperty changingProperty() {
    return slider.valueChangingProperty();
  }
}
