package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.editor.edit.MoveNodes;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.canvas.Gesture;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.session.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// Selects a node, or by the head of its frame a block, and drags what is selected. It snaps to the
/// lines of its neighbours unless Alt is down.
final class MoveGesture implements GraphGesture {
  private static final double SNAP = 6;
  private static final Stroke GUIDE = Stroke.THIN.dashed(4, 4);

  private final GestureContext context;

  MoveGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    return switch (hit) {
      case Hit.Node(int index) -> {
        var item = context.item(index);
        if (!context.selection().contains(item)) {
          context.selection().select(List.of(item));
        }
        yield new Move(press);
      }
      case Hit.FrameHead(int frame) -> {
        var frames = context.canvas().drawing().sketch().frames();
        context.session().selection().selectOps(frames.get(frame).block().allOps());
        yield new Move(press);
      }
      // An input that no edge ends in is part of its node.
      case Hit.InPort _ -> new Move(press);
      case Hit.OutPort _, Hit.Line _, Hit.Nothing _ -> null;
    };
  }

  private final class Move implements Gesture {
    private final MouseEvent press;
    private final Map<OpId, Position> start = new LinkedHashMap<>();
    private final Map<OpId, Position> others = new LinkedHashMap<>();
    private History.@Nullable Gesture history;

    Move(MouseEvent press) {
      this.press = press;
    }

    private History.Gesture begin() {
      context.canvas().hold();
      var drawing = context.canvas().drawing();
      var chosen = context.selection().items(drawing);
      for (int i = 0; i < drawing.items().size(); i++) {
        (chosen.contains(i) ? start : others)
            .put(drawing.items().get(i).id(), new Position(drawing.xs()[i], drawing.ys()[i]));
      }
      var first = start.isEmpty() ? "" : start.keySet().iterator().next().name();
      var label = context.actions().labels().of("edit.move", start.size(), first);
      return context.session().history().begin(label);
    }

    @Override
    public void drag(MouseEvent event) {
      var open = history;
      if (open == null) {
        if (Gesture.isClick(press, event)) {
          return;
        }
        open = begin();
        history = open;
      }
      if (start.isEmpty()) {
        return;
      }
      double scale = context.canvas().viewport().scale();
      double dx = (event.getX() - press.getX()) / scale;
      double dy = (event.getY() - press.getY()) / scale;
      var lead = start.values().iterator().next();
      double guideX = event.isAltDown() ? Double.NaN : nearest(lead.x() + dx, true);
      double guideY = event.isAltDown() ? Double.NaN : nearest(lead.y() + dy, false);
      double byX = Double.isNaN(guideX) ? dx : guideX - lead.x();
      double byY = Double.isNaN(guideY) ? dy : guideY - lead.y();
      var to = new LinkedHashMap<>(others);
      start.forEach((id, from) ->
          to.put(id, new Position(Math.rint(from.x() + byX), Math.rint(from.y() + byY))));
      open.replace(context.actions().pinned(new MoveNodes(to, "")));
      context.canvas().setOverlay(pen -> guides(pen, guideX, guideY));
    }

    private double nearest(double place, boolean horizontal) {
      double best = Double.NaN;
      double reach = SNAP / context.canvas().viewport().scale();
      for (var other : others.values()) {
        double line = horizontal ? other.x() : other.y();
        if (Math.abs(line - place) < reach) {
          reach = Math.abs(line - place);
          best = line;
        }
      }
      return best;
    }

    private void guides(Pen pen, double x, double y) {
      var canvas = context.canvas();
      var accent = context.session().palette().accent();
      if (!Double.isNaN(x)) {
        double at = Pen.crisp(canvas.viewport().toScreenX(x));
        pen.line(at, 0, at, canvas.getHeight(), accent, GUIDE);
      }
      if (!Double.isNaN(y)) {
        double at = Pen.crisp(canvas.viewport().toScreenY(y));
        pen.line(0, at, canvas.getWidth(), at, accent, GUIDE);
      }
    }

    @Override
    public void release(MouseEvent event) {
      if (history != null) {
        history.end();
      }
    }

    @Override
    public void cancel() {
      if (history != null) {
        history.cancel();
      }
    }
  }
}
