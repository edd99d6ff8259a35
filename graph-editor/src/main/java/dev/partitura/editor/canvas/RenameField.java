package dev.partitura.editor.canvas;

import dev.partitura.editor.network.GraphActions;
import javafx.geometry.Pos;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

/// A text field over a node's title. Enter takes the name, Esc leaves the old one.
public final class RenameField extends TextField {
  private final GraphCanvas canvas;
  private final GraphActions actions;
  private int item = -1;

  public RenameField(GraphCanvas canvas, GraphActions actions) {
    this.canvas = canvas;
    this.actions = actions;
    setId("rename-field");
    setVisible(false);
    setManaged(false);
    StackPane.setAlignment(this, Pos.TOP_LEFT);
    setOnAction(_ -> finish(true));
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            finish(false);
            event.consume();
          }
        });
    focusedProperty()
        .addListener((_, _, focused) -> {
          if (!focused) {
            finish(true);
          }
        });
  }

  public void open(int index) {
    var drawing = canvas.drawing();
    if (drawing.items().get(index).block() != null) {
      return;
    }
    item = index;
    var box = drawing.box(index);
    var view = canvas.viewport();
    double width = Math.max(140, box.width() * view.scale());
    setText(drawing.items().get(index).title());
    resizeRelocate(
        Math.rint(view.toScreenX(box.left())), Math.rint(view.toScreenY(box.top())), width, 30);
    setVisible(true);
    requestFocus();
    selectAll();
  }

  private void finish(boolean take) {
    if (!isVisible()) {
      return;
    }
    setVisible(false);
    var drawing = canvas.drawing();
    if (take
        && item >= 0
        && item < drawing.items().size()
        && !getText().equals(drawing.items().get(item).title())) {
      actions.rename(drawing.items().get(item), getText().strip());
    }
    canvas.requestFocus();
  }
}
