package dev.partitura.visualizers.timeline;

import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The card beside the pointer.
final class HoverCardPane extends VBox {
  private static final double OFFSET = 16;

  private final Label title = new Label();
  private final GridPane facts = new GridPane();
  private @Nullable HoverCard shown;

  HoverCardPane() {
    super(4);
    getStyleClass().addAll("floating", "hover-card");
    title.getStyleClass().add("bold");
    facts.setHgap(12);
    facts.setVgap(2);
    getChildren().addAll(title, facts);
    setMouseTransparent(true);
    setManaged(false);
    setVisible(false);
  }

  /// Shows a card near a place, always within a box of the given size.
  void show(HoverCard card, double x, double y, double width, double height) {
    if (!card.equals(shown)) {
      shown = card;
      title.setText(card.title());
      facts.getChildren().clear();
      for (int i = 0; i < card.facts().size(); i++) {
        var name = new Label(card.facts().get(i).name());
        name.getStyleClass().addAll("muted", "size-11");
        var value = new Label(card.facts().get(i).value());
        value.getStyleClass().addAll("number", "size-11");
        facts.addRow(i, name, value);
      }
    }
    setVisible(true);
    applyCss();
    autosize();
    double left = x + OFFSET + getWidth() > width ? x - OFFSET - getWidth() : x + OFFSET;
    double top = y + OFFSET + getHeight() > height ? y - OFFSET - getHeight() : y + OFFSET;
    relocate(Math.max(4, left), Math.max(4, top));
  }

  void hide() {
    setVisible(false);
  }
}
