package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.editor.edit.Connect;
import dev.partitura.editor.edit.Disconnect;
import dev.partitura.ui.canvas.Gesture;
import dev.partitura.ui.session.Edit;
import java.util.List;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// Picks an edge up by its end, to put it elsewhere; put down beside everything it is gone.
final class ReconnectGesture implements GraphGesture {
  private final GestureContext context;

  ReconnectGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    if (!(hit instanceof Hit.InPort(int index, int port))) {
      return null;
    }
    for (var wire : context.canvas().drawing().sketch().wires()) {
      if (wire.to() == index && wire.inPort() == port) {
        var op = context.item(index).op();
        return op == null
            ? DONE
            : new Draw(
                press,
                wire.from(),
                wire.outPort(),
                new LooseEdge.End(op.id(), context.item(index).inSlots().get(port)));
      }
    }
    return null;
  }

  private final class Draw implements Gesture {
    private final MouseEvent press;
    private final int from;
    private final LooseEdge.End old;
    private final LooseEdge edge;

    Draw(MouseEvent press, int from, int port, LooseEdge.End old) {
      this.press = press;
      this.from = from;
      this.old = old;
      edge = new LooseEdge(context, from, port, old);
    }

    @Override
    public void drag(MouseEvent event) {
      edge.drag(event);
    }

    @Override
    public void release(MouseEvent event) {
      edge.aim(event);
      var end = edge.end();
      var labels = context.actions().labels();
      if (old.equals(end)) {
        return;
      }
      if (end != null) {
        var loose = new Disconnect(old.op(), old.slot(), "");
        var joined = new Connect(edge.value(), end.op(), end.slot(), "");
        context
            .actions()
            .apply(
                Edit.of(labels.get("edit.connect"), before -> joined.apply(loose.apply(before))));
      } else if (Gesture.isClick(press, event)) {
        context.selection().select(List.of(context.item(from)));
      } else {
        context
            .actions()
            .apply(new Disconnect(old.op(), old.slot(), labels.get("edit.disconnect")));
      }
    }
  }
}
