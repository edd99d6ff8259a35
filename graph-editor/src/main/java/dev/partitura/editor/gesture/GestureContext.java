package dev.partitura.editor.gesture;

import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.layout.Item;
import dev.partitura.editor.network.GraphActions;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.ui.session.Session;

/// What every gesture works on.
record GestureContext(
    GraphCanvas canvas, GraphActions actions, GraphSelection selection, Session session) {

  Item item(int index) {
    return canvas.drawing().items().get(index);
  }
}
