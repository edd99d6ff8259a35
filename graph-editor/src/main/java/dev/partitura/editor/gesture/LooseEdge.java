package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.editor.edit.Connection;
import dev.partitura.editor.layout.Item;
import dev.partitura.editor.routing.Route;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.Problem;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import java.util.HashSet;
import java.util.Set;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// An edge whose end follows the pointer. Where it may end is shown; where it may not, the reason
/// is.
final class LooseEdge {
  private final GestureContext context;
  private final int from;
  private final int port;
  private final String value;
  private final @Nullable End old;
  private @Nullable End end;
  private @Nullable Problem refusal;
  private String asked = "";

  /// An input of an op.
  record End(OpId op, int slot) {}

  /// @param from the item it begins at
  /// @param port the output there
  /// @param old where it ended before it was picked up, or null for a new one
  LooseEdge(GestureContext context, int from, int port, @Nullable End old) {
    this.context = context;
    this.from = from;
    this.port = port;
    this.old = old;
    value = context.item(from).outValues().get(port);
    context.canvas().setConnecting(true, targets());
  }

  String value() {
    return value;
  }

  /// Where it would end if it were let go, allowed or not; null beside everything.
  @Nullable End end() {
    return end;
  }

  private Set<Integer> targets() {
    var targets = new HashSet<Integer>();
    var network = context.session().project().network();
    for (int i = 0; i < context.canvas().drawing().items().size(); i++) {
      var item = context.item(i);
      var op = item.op();
      if (op != null
          && item.inSlots().stream()
              .anyMatch(slot -> Connection.checkPlace(network, value, op.id(), slot) == null)) {
        targets.add(i);
      }
    }
    return targets;
  }

  void drag(MouseEvent event) {
    aim(event);
    context.canvas().setOverlay(pen -> paint(pen, event.getX(), event.getY()));
  }

  /// Looks for an end under the pointer.
  void aim(MouseEvent event) {
    switch (context.canvas().hit(event.getX(), event.getY())) {
      case Hit.InPort(int item, int inPort) ->
          ask(context.item(item), context.item(item).inSlots().get(inPort));
      case Hit.Node(int item) -> ask(context.item(item), -1);
      case Hit.OutPort _, Hit.Line _, Hit.FrameHead _, Hit.Nothing _ -> {
        end = null;
        refusal = null;
        asked = "";
      }
    }
  }

  private void ask(Item item, int wanted) {
    var op = item.op();
    if (op == null) {
      end = null;
      return;
    }
    var question = op.name() + " " + wanted;
    if (question.equals(asked)) {
      return;
    }
    asked = question;
    var project = context.session().project();
    int slot = wanted >= 0 ? wanted : Connection.firstLegalSlot(project, value, op.id());
    if (slot < 0) {
      slot = item.inSlots().isEmpty() ? 0 : item.inSlots().getLast();
    }
    var found = new End(op.id(), slot);
    end = found;
    refusal = found.equals(old) ? null : Connection.check(project, value, op.id(), slot);
  }

  private void paint(Pen pen, double x, double y) {
    var view = context.canvas().viewport();
    var drawing = context.canvas().drawing();
    double x0 = view.toScreenX(drawing.box(from).right());
    double y0 = view.toScreenY(drawing.ys()[from] + context.item(from).outOffset(port));
    var palette = context.session().palette();
    var color = end == null ? palette.accent() : refusal == null ? palette.good() : palette.bad();
    double handle = Route.handle(x0, y0, x, y);
    pen.curves(
        color,
        Stroke.THICK.with(Stroke.Corner.ROUND),
        curves -> {
          curves.moveTo(x0, y0);
          curves.curveTo(x0 + handle, y0, x - handle, y, x, y);
        });
    var reason = refusal;
    if (reason != null) {
      ReasonCard.paint(
          pen, context.canvas(), palette, reason.message(context.session().locale()), x, y);
    }
  }
}
