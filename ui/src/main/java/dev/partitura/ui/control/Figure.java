package dev.partitura.ui.control;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A caption and under it a number with its spread, always in the same place. A click copies the
/// number.
public final class Figure extends VBox {
  private final Label name = new Label();
  private final Label number = new Label();
  private final Label spread = new Label();
  private final Tooltip tooltip = new Tooltip();

  public Figure(String caption) {
    caption(caption);
    name.getStyleClass().addAll("muted", "size-11");
    number.getStyleClass().addAll("number", "figure-number");
    spread.getStyleClass().addAll("muted", "size-11");
    var line = new HBox(4, number, spread);
    line.setAlignment(Pos.BASELINE_LEFT);
    getChildren().addAll(name, line);
    setAlignment(Pos.CENTER_LEFT);
    setMinWidth(72);
    Tooltip.install(this, tooltip);
    setOnMouseClicked(_ -> copy());
  }

  /// What the number is, above it.
  public void caption(String text) {
    name.setText(text);
  }

  /// Shows a number; `status` is one of the style classes `good`, `warn`, `bad` or empty.
  public void show(String text, String status) {
    number.setText(text);
    number.getStyleClass().removeAll("good", "warn", "bad", "faint");
    if (!status.isEmpty()) {
      number.getStyleClass().add(status);
    }
  }

  /// Shows behind the number how far measurements lie apart, such as `± 2 %`; empty for nothing.
  public void spread(String text) {
    spread.setText(text);
  }

  /// Shows the spread, or leaves its room to others.
  public void setSpreadShown(boolean shown) {
    spread.setVisible(shown);
    spread.setManaged(shown);
  }

  /// What the number means and, where there is any, how it was come by.
  public void explain(String meaning, String origin) {
    tooltip.setText(origin.isEmpty() ? meaning : meaning + "\n" + origin);
  }

  private void copy() {
    var content = new ClipboardContent();
    content.putString(number.getText());
    Clipboard.getSystemClipboard().setContent(content);
  }
}
