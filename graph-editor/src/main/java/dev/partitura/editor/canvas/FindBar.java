package dev.partitura.editor.canvas;

import dev.partitura.editor.edit.Terminal;
import dev.partitura.editor.network.GraphActions;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.control.SearchField;
import dev.partitura.ui.theme.Icons;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Finds ops by name or operator and walks from one to the next. A block around the one found is
/// opened.
public final class FindBar extends HBox {
  private final GraphModel model;
  private final GraphCanvas canvas;
  private final GraphSelection selection;
  private final SearchField field;
  private final Label count = new Label();
  private final GraphActions actions;
  private List<OpId> found = List.of();
  private int at;
  private @Nullable OpId revealed;

  public FindBar(
      GraphModel model, GraphCanvas canvas, GraphActions actions, GraphSelection selection) {
    super(6);
    this.model = model;
    this.canvas = canvas;
    this.actions = actions;
    this.selection = selection;
    var texts = model.session().texts(GraphModel.class);
    field = new SearchField(texts.get("find.prompt"), "");
    field.field().setPrefColumnCount(18);
    count.getStyleClass().addAll("muted", "size-11");
    count.setMinWidth(48);
    setAlignment(Pos.CENTER);
    setId("find-bar");
    setVisible(false);
    setManaged(false);
    getChildren()
        .addAll(
            field,
            count,
            Icons.button(Feather.CHEVRON_UP, texts.get("find.previous"), () -> step(-1)),
            Icons.button(Feather.CHEVRON_DOWN, texts.get("find.next"), () -> step(1)),
            Icons.button(Feather.X, texts.get("find.close"), this::close));
    field.field().textProperty().addListener((_, _, text) -> search(text));
    field.field().setOnAction(_ -> step(1));
    model.drawingProperty().addListener((_, _, _) -> showRevealed());
    field.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            close();
            event.consume();
          }
        });
  }

  public void open() {
    setVisible(true);
    setManaged(true);
    field.field().requestFocus();
    field.field().selectAll();
  }

  private void close() {
    setVisible(false);
    setManaged(false);
    canvas.requestFocus();
  }

  private void search(String text) {
    var wanted = text.strip().toLowerCase(Locale.ROOT);
    var hits = new ArrayList<OpId>();
    if (!wanted.isEmpty()) {
      var network = model.project().network();
      network.inputs().stream()
          .filter(input -> matches(input.name(), wanted))
          .forEach(input -> hits.add(Terminal.input(input.name())));
      network.ops().stream().filter(op -> matches(op, wanted)).forEach(op -> hits.add(op.id()));
      network.outputs().stream()
          .filter(output -> matches(output.name(), wanted))
          .forEach(output -> hits.add(Terminal.output(output.name())));
    }
    found = hits;
    at = 0;
    show();
  }

  private boolean matches(Op op, String wanted) {
    return matches(op.name(), wanted)
        || matches(model.tree().title(op), wanted)
        || op.type().toLowerCase(Locale.ROOT).startsWith(wanted)
        || model.tree().around(op.id()).stream().anyMatch(block -> matches(block.label(), wanted));
  }

  private static boolean matches(String name, String wanted) {
    return name.toLowerCase(Locale.ROOT).contains(wanted);
  }

  /// To the next one found; first into the block that hides the present one. Typing alone opens
  /// nothing: it would open one block after another.
  private void step(int by) {
    if (!found.isEmpty()) {
      if (!isHidden(found.get(at))) {
        at = Math.floorMod(at + by, found.size());
      }
      show();
      reveal(found.get(at));
    }
  }

  private void reveal(OpId op) {
    if (isHidden(op)) {
      revealed = op;
      actions.blocks().reveal(Set.of(op));
    }
  }

  private void showRevealed() {
    var op = revealed;
    if (op != null && model.drawing().sketch().indexes().containsKey(op)) {
      revealed = null;
      show(op);
    }
  }

  private boolean isHidden(OpId op) {
    return !model.drawing().sketch().indexes().containsKey(op)
        && !model.tree().around(op).isEmpty();
  }

  private void show() {
    revealed = null;
    if (found.isEmpty()) {
      count.setText(field.field().getText().isBlank() ? "" : "0");
      return;
    }
    count.setText((at + 1) + " / " + found.size());
    show(found.get(at));
  }

  /// Selects the node that is the op, or the closed block that holds it.
  private void show(OpId op) {
    var sketch = model.drawing().sketch();
    var item = sketch.indexes().getOrDefault(op, sketch.itemOfOp().getOrDefault(op, -1));
    if (item >= 0) {
      selection.select(List.of(sketch.items().get(item)));
      canvas.fit(List.of(item));
    }
  }
}
