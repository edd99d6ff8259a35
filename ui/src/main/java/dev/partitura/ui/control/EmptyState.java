package dev.partitura.ui.control;

import dev.partitura.ui.theme.Icons;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;

/// What an empty view shows: one sentence on what would fill it, and the button that does it. In a
/// low panel both are there still, and the picture is not.
public final class EmptyState extends VBox {
  private static final double ROOM_FOR_PICTURE = 130;

  public EmptyState(Ikon icon, String sentence) {
    super(8);
    setAlignment(Pos.CENTER);
    setPadding(new Insets(4, 8, 4, 8));
    setMinSize(0, 0);
    getStyleClass().add("empty-state");
    var text = new Label(sentence);
    text.getStyleClass().add("muted");
    text.setWrapText(true);
    text.setAlignment(Pos.CENTER);
    text.setTextAlignment(TextAlignment.CENTER);
    text.setMinHeight(USE_PREF_SIZE);
    var picture = Icons.of(icon, 24);
    picture.visibleProperty().bind(heightProperty().greaterThan(ROOM_FOR_PICTURE));
    picture.managedProperty().bind(picture.visibleProperty());
    text.maxWidthProperty().bind(Bindings.when(picture.visibleProperty()).then(320).otherwise(640));
    getChildren().addAll(picture, text);
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
    getChildren().add(button);
  }
}
