package dev.partitura.editor.canvas;

import dev.partitura.editor.layout.Item;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.stream.Collectors;

/// What a screen reader says of the graph: which node is selected, where it runs and what leads on
/// from it, so that the whole graph can be walked by ear.
public final class SpokenSelection {
  private final GraphModel model;
  private final GraphCanvas canvas;
  private final GraphSelection selection;
  private final Texts texts;

  private SpokenSelection(GraphModel model, GraphCanvas canvas, GraphSelection selection) {
    this.model = model;
    this.canvas = canvas;
    this.selection = selection;
    texts = model.session().texts(GraphModel.class);
  }

  /// Keeps the accessible text of the canvas to what is selected.
  public static void follow(GraphModel model, GraphCanvas canvas, GraphSelection selection) {
    var spoken = new SpokenSelection(model, canvas, selection);
    model.session().selection().whenChanged(spoken::say);
    model.drawingProperty().addListener((_, _, _) -> spoken.say());
    spoken.say();
  }

  private void say() {
    var drawing = canvas.drawing();
    var chosen = List.copyOf(selection.items(drawing));
    var said =
        switch (chosen.size()) {
          case 0 -> texts.get("spoken.nothing", drawing.items().size());
          case 1 -> one(chosen.getFirst());
          default -> texts.get("spoken.many", chosen.size());
        };
    canvas.setAccessibleText(texts.get("canvas") + ". " + said);
  }

  private String one(int index) {
    var drawing = canvas.drawing();
    var item = drawing.items().get(index);
    var devices =
        model.devices(item.ops()).stream()
            .map(model::deviceTitle)
            .collect(Collectors.joining(", "));
    var next =
        drawing.readers(index).stream()
            .map(reader -> drawing.items().get(reader).title())
            .collect(Collectors.joining(", "));
    return texts.get("spoken.one", item.title(), kind(item), index + 1, drawing.items().size())
        + (devices.isEmpty() ? "" : " " + texts.get("spoken.runsOn", devices))
        + (next.isEmpty() ? "" : " " + texts.get("spoken.next", next));
  }

  private String kind(Item item) {
    return item.op() != null
        ? item.op().type()
        : item.block() != null ? texts.get("ops", item.ops().size()) : item.value();
  }
}
