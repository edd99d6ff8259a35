package dev.partitura.ui.run;

import dev.partitura.ui.theme.Texts;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What a hybrid mixes: a choice out of the catalogue, of those for which there are devices. Shown
/// while the plan is one.
final class MixChoice extends VBox {
  private final Texts texts;
  private final Consumer<Degrees> chosen;
  private final MenuButton menu = new MenuButton();

  /// @param chosen hears of a mix that is chosen
  MixChoice(Texts texts, Consumer<Degrees> chosen) {
    this.texts = texts;
    this.chosen = chosen;
    var caption = new Label(texts.get("mix"));
    caption.getStyleClass().addAll("muted", "size-11");
    menu.getStyleClass().addAll("flat", "small", "schedule-choice");
    menu.setId("mix");
    menu.setMinWidth(USE_PREF_SIZE);
    menu.setAccessibleText(texts.get("mix"));
    menu.setTooltip(new Tooltip(texts.get("mix.explain")));
    setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(caption, menu);
  }

  /// @param present null for a plan that is no hybrid
  void show(@Nullable Degrees present, int devices) {
    setVisible(present != null);
    setManaged(present != null);
    menu.getItems().clear();
    if (present == null) {
      return;
    }
    menu.setText(present.name(texts));
    for (var mix : Degrees.mixes()) {
      var item = new RadioMenuItem(mix.name(texts));
      item.setId("mix-" + String.join("-", mix.words()));
      item.setSelected(mix.isSameMix(present));
      item.setDisable(mix.leastDevices() > devices);
      item.setOnAction(_ -> chosen.accept(mix));
      menu.getItems().add(item);
    }
  }
}
