package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.editor.edit.Connect;
import dev.partitura.ui.canvas.Gesture;
import java.util.List;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// Draws an edge from an output to an input. A click on an output selects its node.
final class ConnectGesture implements GraphGesture {
  private final GestureContext context;

  ConnectGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    return hit instanceof Hit.OutPort(int item, int port) ? new Draw(press, item, port) : null;
  }

  private final class Draw implements Gesture {
    private final MouseEvent press;
    private final int from;
    private final LooseEdge edge;

    Draw(MouseEvent press, int from, int port) {
      this.press = press;
      this.from = from;
      edge = new LooseEdge(context, from, port, null);
    }

    @Override
    public void drag(MouseEvent event) {
      edge.drag(event);
    }

    @Override
    public void release(MouseEvent event) {
      edge.aim(event);
      var end = edge.end();
      if (end != null) {
        var label = context.actions().labels().get("edit.connect");
        context.actions().apply(new Connect(edge.value(), end.op(), end.slot(), label));
      } else if (Gesture.isClick(press, event)) {
        context.selection().select(List.of(context.item(from)));
      }
    }
  }
}
