package dev.partitura.ui.workbench;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;

/// The places at the left edge: an icon and a word each.
final class Rail extends VBox {
  private final Map<String, ToggleButton> buttons = new HashMap<>();

  Rail(Session session, List<Part> places, Consumer<Part> choose) {
    getStyleClass().add("rail");
    setAlignment(Pos.TOP_CENTER);
    for (var place : places) {
      var button =
          new ToggleButton(
              place.title().apply(session.appearance().language()), Icons.of(place.icon(), 18));
      button.getStyleClass().setAll("rail-button");
      button.setContentDisplay(ContentDisplay.TOP);
      button.setMaxWidth(Double.MAX_VALUE);
      button.setOnAction(_ -> choose.accept(place));
      buttons.put(place.id(), button);
      getChildren().add(button);
    }
  }

  void mark(String id) {
    buttons.forEach((name, button) -> button.setSelected(name.equals(id)));
  }
}
