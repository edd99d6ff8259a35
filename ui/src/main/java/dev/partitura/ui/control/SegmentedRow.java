package dev.partitura.ui.control;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;

/// One choice out of a few, all visible. Exactly one is chosen once a value is set.
public final class SegmentedRow<T> extends SegmentedButton {
  private final ObjectProperty<@Nullable T> value = new SimpleObjectProperty<>(this, "value");
  private final Map<T, ToggleButton> buttons = new LinkedHashMap<>();
  private final Map<ToggleButton, String> reasons = new HashMap<>();
  private final Tooltip why = new Tooltip();

  public SegmentedRow(List<T> choices, Function<T, String> label) {
    getStyleClass().setAll("segmented");
    setMaxSize(Double.MAX_VALUE, USE_PREF_SIZE);
    for (var choice : choices) {
      var button = new ToggleButton(label.apply(choice));
      button.setUserData(choice);
      button.setMaxWidth(Double.MAX_VALUE);
      button.setMinWidth(USE_PREF_SIZE);
      button.setOnAction(_ -> choose(choice));
      HBox.setHgrow(button, Priority.ALWAYS);
      buttons.put(choice, button);
    }
    getButtons().setAll(buttons.values());
    addEventFilter(MouseEvent.MOUSE_MOVED, this::showReason);
    value.addListener((_, _, now) -> show(now));
  }

  /// Shows a choice only while it is needed.
  public SegmentedRow<T> setShown(T choice, boolean shown) {
    var button = button(choice);
    button.setVisible(shown);
    button.setManaged(shown);
    return this;
  }

  /// Lets a choice be chosen only while it is there to choose; it keeps its place.
  public SegmentedRow<T> setEnabled(T choice, boolean enabled) {
    button(choice).setDisable(!enabled);
    return this;
  }

  public SegmentedRow<T> explain(T choice, String sentence) {
    button(choice).setTooltip(new Tooltip(sentence));
    return this;
  }

  /// Says why a choice cannot be made, or with null that it can be.
  public SegmentedRow<T> refuse(T choice, @Nullable String reason) {
    var button = button(choice);
    setEnabled(choice, reason == null);
    button.setAccessibleHelp(reason);
    if (reason == null) {
      reasons.remove(button);
    } else {
      reasons.put(button, reason);
    }
    return this;
  }

  /// Why a choice cannot be made; null where it can be.
  public @Nullable String refusal(T choice) {
    return reasons.get(button(choice));
  }

  /// A disabled button hears of no pointer, but what is around it does.
  private void showReason(MouseEvent event) {
    var reason =
        reasons.entrySet().stream()
            .filter(entry -> {
              var button = entry.getKey();
              return button.contains(button.sceneToLocal(event.getSceneX(), event.getSceneY()));
            })
            .map(Map.Entry::getValue)
            .findFirst();
    Tooltip.uninstall(this, why);
    reason.ifPresent(sentence -> {
      why.setText(sentence);
      Tooltip.install(this, why);
    });
  }

  public ObjectProperty<@Nullable T> valueProperty() {
    return value;
  }

  private ToggleButton button(T choice) {
    var button = buttons.get(choice);
    if (button == null) {
      throw new IllegalArgumentException("Not a choice: " + choice);
    }
    return button;
  }

  private void choose(T choice) {
    value.set(choice);
    // A second click would take the choice back; there is always one.
    button(choice).setSelected(true);
  }

  private void show(@Nullable T now) {
    buttons.forEach((choice, button) -> button.setSelected(choice.equals(now)));
  }
}
