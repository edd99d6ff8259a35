package dev.partitura.editor.command;

import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.edit.MoveNodes;
import dev.partitura.editor.gesture.GraphGestures;
import dev.partitura.editor.network.GraphActions;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import java.util.LinkedHashMap;
import java.util.List;
import javafx.scene.TraversalDirection;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// What plain keys do to the graph while it has the focus, besides moving about in it: digits
/// choose the brush, arrows move, Delete deletes, Esc gets out. Tab walks the edges from what is
/// selected and leaves the graph where they end; with nothing selected, or with Ctrl, it leaves at
/// once. Enter begins such a walk.
public final class GraphKeys {
  private static final double STEP = 8;

  private final GraphModel model;
  private final GraphCanvas canvas;
  private final GraphActions actions;
  private final GraphGestures gestures;
  private final GraphSelection selection;

  public GraphKeys(
      GraphModel model,
      GraphCanvas canvas,
      GraphActions actions,
      GraphGestures gestures,
      GraphSelection selection) {
    this.model = model;
    this.canvas = canvas;
    this.actions = actions;
    this.gestures = gestures;
    this.selection = selection;
    canvas.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    canvas.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
    canvas.addEventHandler(
        KeyEvent.KEY_RELEASED,
        event -> {
          if (event.getCode() == KeyCode.SPACE) {
            gestures.setSpaceDown(false);
          }
        });
  }

  /// The slash is answered when it is typed: on its press the field would get the focus first and
  /// then the slash too.
  private void typed(KeyEvent event) {
    if (event.getCharacter().equals("/")) {
      model.session().commands().fire("palette.search");
      event.consume();
    }
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.TAB && event.isControlDown()) {
      leave(!event.isShiftDown());
      event.consume();
    }
    if (event.isConsumed() || event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    boolean done = true;
    switch (event.getCode()) {
      case DELETE, BACK_SPACE -> actions.clipboard().delete();
      case SPACE -> gestures.setSpaceDown(true);
      case TAB -> walk(!event.isShiftDown());
      case ESCAPE -> done = escape();
      case ENTER -> done = open();
      case LEFT -> move(-STEP, 0, event.isShiftDown());
      case RIGHT -> move(STEP, 0, event.isShiftDown());
      case UP -> move(0, -STEP, event.isShiftDown());
      case DOWN -> move(0, STEP, event.isShiftDown());
      default -> done = brush(event);
    }
    if (done) {
      event.consume();
    }
  }

  private boolean brush(KeyEvent event) {
    if (!event.getCode().isDigitKey()) {
      return false;
    }
    var name = event.getCode().getName();
    int number = name.charAt(name.length() - 1) - '0';
    var brush = model.session().brushProperty();
    if (number == 0) {
      brush.set(null);
      return true;
    }
    var device = actions.device(number);
    if (device != null) {
      brush.set(device.equals(brush.get()) ? null : device);
    }
    return device != null;
  }

  private boolean escape() {
    var brush = model.session().brushProperty();
    if (gestures.cancel()) {
      return true;
    }
    if (brush.get() != null) {
      brush.set(null);
      return true;
    }
    boolean any =
        !selection.items(canvas.drawing()).isEmpty()
            || !selection.wires(canvas.drawing()).isEmpty();
    selection.clear();
    return any;
  }

  private boolean open() {
    var drawing = canvas.drawing();
    var chosen = selection.items(drawing);
    var block = chosen.size() == 1 ? drawing.items().get(chosen.iterator().next()).block() : null;
    if (block != null) {
      actions.blocks().toggle(block);
    } else if (chosen.isEmpty() && !drawing.items().isEmpty()) {
      choose(0);
    }
    return block != null || chosen.isEmpty();
  }

  /// Walks along an edge to the next node, or back.
  private void walk(boolean forward) {
    var drawing = canvas.drawing();
    int here = selection.items(drawing).stream().reduce((_, last) -> last).orElse(-1);
    var options =
        here < 0 ? List.<Integer>of() : forward ? drawing.readers(here) : drawing.producers(here);
    if (options.isEmpty()) {
      leave(forward);
    } else {
      choose(options.getFirst());
    }
  }

  private void choose(int item) {
    selection.select(List.of(canvas.drawing().items().get(item)));
    canvas.reveal(item);
  }

  private void leave(boolean forward) {
    canvas.requestFocusTraversal(forward ? TraversalDirection.NEXT : TraversalDirection.PREVIOUS);
  }

  /// Arrows move what is selected, or look elsewhere when nothing is.
  private void move(double dx, double dy, boolean far) {
    double by = far ? 5 : 1;
    var drawing = canvas.drawing();
    var chosen = selection.items(drawing);
    if (chosen.isEmpty()) {
      canvas.setViewport(canvas.viewport().panned(-dx * by * 5, -dy * by * 5));
      return;
    }
    var to = new LinkedHashMap<OpId, Position>();
    for (int i : chosen) {
      to.put(
          drawing.items().get(i).id(),
          new Position(drawing.xs()[i] + dx * by, drawing.ys()[i] + dy * by));
    }
    canvas.hold();
    var first = drawing.items().get(chosen.iterator().next()).title();
    var label = actions.labels().of("edit.move", to.size(), first);
    actions.apply(actions.held(new MoveNodes(to, label)));
  }
}
