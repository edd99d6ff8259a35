package dev.partitura.ui.workbench;

import dev.partitura.ui.docking.Docks;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;

/// The places at the left edge: an icon and a word each. A click shows a place, wherever its panel
/// lies, or hides it when it is shown already; dragged, it takes its panel along.
final class Rail extends VBox {
  private final Map<String, ToggleButton> buttons = new HashMap<>();
  private final Docks docks;

  Rail(Session session, List<Part> places, Docks docks) {
    this.docks = docks;
    getStyleClass().add("rail");
    setAlignment(Pos.TOP_CENTER);
    for (var place : places) {
      var button =
          new ToggleButton(
              place.title().apply(session.appearance().language()), Icons.of(place.icon(), 18));
      button.getStyleClass().setAll("rail-button");
      button.setContentDisplay(ContentDisplay.TOP);
      button.setMaxWidth(Double.MAX_VALUE);
      button.setOnAction(_ -> choose(place.id()));
      docks.letDrag(button, place.id());
      buttons.put(place.id(), button);
      getChildren().add(button);
    }
    docks.whenChanged(this::mark);
    mark();
  }

  private void choose(String id) {
    if (docks.isShown(id)) {
      docks.hide(id);
    } else {
      docks.show(id);
    }
    mark();
  }

  private void mark() {
    buttons.forEach((id, button) -> button.setSelected(docks.isShown(id)));
  }
}
