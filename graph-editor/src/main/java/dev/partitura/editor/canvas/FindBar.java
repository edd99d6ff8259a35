package dev.partitura.editor.canvas;

import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.ui.control.SearchField;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/// Finds ops by name or operator, also inside collapsed blocks, and walks from one to the next.
public final class FindBar extends HBox {
  private final GraphModel model;
  private final GraphCanvas canvas;
  private final GraphSelection selection;
  private final SearchField field;
  private final Label count = new Label();
  private List<Integer> found = List.of();
  private int at = -1;

  public FindBar(GraphModel model, GraphCanvas canvas, GraphSelection selection, Session session) {
    super(6);
    this.model = model;
    this.canvas = canvas;
    this.selection = selection;
    var texts = session.texts(GraphModel.class);
    field = new SearchField(texts.get("find.prompt"), "");
    field.field().setPrefColumnCount(18);
    count.getStyleClass().addAll("muted", "size-11");
    count.setMinWidth(48);
    setAlignment(Pos.CENTER);
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
    var hits = new ArrayList<Integer>();
    var drawing = model.drawing();
    for (int i = 0; i < drawing.items().size() && !wanted.isEmpty(); i++) {
      var item = drawing.items().get(i);
      boolean matches =
          item.id().name().toLowerCase(Locale.ROOT).contains(wanted)
              || item.title().toLowerCase(Locale.ROOT).contains(wanted);
      for (var op : item.ops()) {
        matches |= op.name().toLowerCase(Locale.ROOT).contains(wanted);
        var known = model.facts().ops().get(op);
        matches |= known != null && known.type().toLowerCase(Locale.ROOT).startsWith(wanted);
      }
      if (matches) {
        hits.add(i);
      }
    }
    found = hits;
    at = -1;
    step(1);
  }

  private void step(int by) {
    if (found.isEmpty()) {
      count.setText(field.field().getText().isBlank() ? "" : "0");
      return;
    }
    at = Math.floorMod(at + by, found.size());
    count.setText((at + 1) + " / " + found.size());
    int item = found.get(at);
    if (item < canvas.drawing().items().size()) {
      selection.select(List.of(canvas.drawing().items().get(item)));
      canvas.fit(List.of(item));
    }
  }
}
