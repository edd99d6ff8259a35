package dev.partitura.ui.control;

import dev.partitura.ui.theme.Icons;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;

/// What an empty view shows: one sentence on what would fill it, and the button that does it. Where
/// there is no room for both it scrolls.
public final class EmptyState extends ScrollPane {
  private static final double ROOM_FOR_PICTURE = 130;

  private final VBox content = new VBox(12);

  public EmptyState(Ikon icon, String sentence) {
    getStyleClass().add("empty-state");
    setFitToWidth(true);
    setFitToHeight(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setFocusTraversable(false);
    setMinSize(0, 0);
    var text = new Label(sentence);
    text.getStyleClass().add("muted");
    text.setWrapText(true);
    text.setAlignment(Pos.CENTER);
    text.setTextAlignment(TextAlignment.CENTER);
    text.setMinHeight(USE_PREF_SIZE);
    var picture = Icons.of(icon, 24);
    // In a low panel the sentence and its button are what counts.
    picture.visibleProperty().bind(heightProperty().greaterThan(ROOM_FOR_PICTURE));
    picture.managedProperty().bind(picture.visibleProperty());
    text.maxWidthProperty().bind(Bindings.when(picture.visibleProperty()).then(320).otherwise(640));
    content.setAlignment(Pos.CENTER);
    content.setPadding(new Insets(8));
    content.getChildren().addAll(picture, text);
    setContent(content);
    skinProperty().addListener(_ -> pickAlike());
  }

  /// What lies below, such as the canvas of the graph, may be reached beside the words.
  private void pickAlike() {
    for (var part = content.getParent(); part != null && part != this; part = part.getParent()) {
      part.pickOnBoundsProperty().bind(pickOnBoundsProperty());
    }
    content.pickOnBoundsProperty().bind(pickOnBoundsProperty());
  }

  public EmptyState(Ikon icon, String sentence, String action, Runnable run) {
    this(icon, sentence);
    var button = new Button(action);
    button.setOnAction(_ -> run.run());
    add(button);
  }

  /// Puts the button that fills the view below the sentence.
  public void add(Button button) {
    button.setMinHeight(USE_PREF_SIZE);
    content.getChildren().add(button);
  }
}
