package dev.partitura.editor.network;

import dev.partitura.editor.edit.Connect;
import dev.partitura.editor.edit.Connection;
import dev.partitura.editor.edit.MoveNodes;
import dev.partitura.editor.edit.PaintOps;
import dev.partitura.editor.layout.Item;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.History;
import dev.partitura.ui.session.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// What the mouse does on the canvas. From press to release one gesture is at work, and one gesture
/// is one edit.
final class GraphGestures {
  private static final double REACH = 9;
  private static final double DRAG_FROM = 4;
  private static final double SNAP = 6;

  private final GraphCanvas canvas;
  private final GraphActions actions;
  private final GraphSelection selection;
  private final Session session;
  private @Nullable Gesture gesture;
  private double pressX;
  private double pressY;
  private double lastX;
  private double lastY;
  private boolean spaceDown;

  private interface Gesture {
    void drag(MouseEvent event);

    void release(MouseEvent event);

    default void cancel() {}
  }

  GraphGestures(
      GraphCanvas canvas, GraphModel model, GraphActions actions, GraphSelection selection) {
    this.canvas = canvas;
    this.actions = actions;
    this.selection = selection;
    session = model.session();
    canvas.setOnMousePressed(this::press);
    canvas.setOnMouseDragged(this::drag);
    canvas.setOnMouseReleased(this::release);
    canvas.setOnMouseMoved(this::move);
    canvas.setOnMouseExited(_ -> canvas.setHover(-1, -1));
    canvas.setOnScroll(this::scroll);
    canvas.setOnZoom(this::zoom);
  }

  /// Where the pointer was last, in units of the drawing.
  Position pointer() {
    return new Position(canvas.viewport().toDrawingX(lastX), canvas.viewport().toDrawingY(lastY));
  }

  void setSpaceDown(boolean down) {
    spaceDown = down;
    canvas.setCursor(down ? Cursor.OPEN_HAND : brush() != null ? Cursor.CROSSHAIR : Cursor.DEFAULT);
  }

  /// Takes back what the present gesture did; false when there is none.
  boolean cancel() {
    var present = gesture;
    if (present == null) {
      return false;
    }
    present.cancel();
    end();
    return true;
  }

  private void end() {
    gesture = null;
    canvas.setOverlay(_ -> {});
    canvas.setConnecting(false, Set.of());
    setSpaceDown(spaceDown);
  }

  private @Nullable DeviceId brush() {
    return session.brushProperty().get();
  }

  Hit hit(double screenX, double screenY) {
    var view = canvas.viewport();
    return Hit.at(
        canvas.drawing(),
        view.toDrawingX(screenX),
        view.toDrawingY(screenY),
        REACH / Math.max(0.35, view.scale()));
  }

  private void press(MouseEvent event) {
    canvas.requestFocus();
    pressX = event.getX();
    pressY = event.getY();
    lastX = pressX;
    lastY = pressY;
    if (gesture != null) {
      cancel();
    }
    if (event.getButton() == MouseButton.MIDDLE
        || spaceDown && event.getButton() == MouseButton.PRIMARY) {
      gesture = new Pan();
      return;
    }
    var hit = hit(pressX, pressY);
    if (event.getButton() != MouseButton.PRIMARY) {
      if (hit instanceof Hit.Node(int item) && !selection.contains(item(item))) {
        selection.select(List.of(item(item)));
      }
      return;
    }
    var brush = brush();
    if (brush != null && !event.isShiftDown()) {
      gesture = new Paint(brush, hit);
      return;
    }
    gesture =
        switch (hit) {
          case Hit.OutPort(int item, int port) -> new Draw(item, port);
          case Hit.InPort(int item, int port) -> takenFrom(item, port);
          case Hit.Node(int item) -> grab(item, event);
          case Hit.Line(int wire) -> chooseWire(wire);
          case Hit.FrameHead(int frame) -> chooseFrame(frame, event);
          case Hit.Nothing _ -> new Lasso(event.isShiftDown());
        };
  }

  private Item item(int index) {
    return canvas.drawing().items().get(index);
  }

  private Gesture grab(int index, MouseEvent event) {
    var item = item(index);
    if (event.isShiftDown() || event.isShortcutDown()) {
      selection.toggle(item);
      return new Still();
    }
    if (!selection.contains(item)) {
      selection.select(List.of(item));
    }
    if (event.getClickCount() == 2 && item.block() != null) {
      actions.toggle(item.block());
      return new Still();
    }
    return new Move();
  }

  private Gesture chooseWire(int wire) {
    var line = canvas.drawing().sketch().wires().get(wire);
    selection.selectWire(line.value(), line.readers());
    return new Still();
  }

  private Gesture chooseFrame(int frame, MouseEvent event) {
    var block = canvas.drawing().sketch().frames().get(frame).block();
    if (event.getClickCount() == 2) {
      actions.toggle(block);
      return new Still();
    }
    actions.select(block);
    return new Move();
  }

  /// Drawing from an input that is taken picks its edge up by the end, to put it elsewhere.
  private Gesture takenFrom(int index, int port) {
    var wires = canvas.drawing().sketch().wires();
    for (var wire : wires) {
      if (wire.to() == index && wire.inPort() == port) {
        var op = item(index).op();
        int slot = item(index).inSlots().get(port);
        return op == null ? new Still() : new Draw(wire.from(), wire.outPort(), op.id(), slot);
      }
    }
    return new Move();
  }

  private void drag(MouseEvent event) {
    var present = gesture;
    if (present != null) {
      present.drag(event);
    }
    lastX = event.getX();
    lastY = event.getY();
  }

  private void release(MouseEvent event) {
    var present = gesture;
    if (present != null) {
      present.release(event);
      end();
    }
  }

  private void move(MouseEvent event) {
    lastX = event.getX();
    lastY = event.getY();
    var hit = hit(lastX, lastY);
    switch (hit) {
      case Hit.Node(int item) -> canvas.setHover(item, -1);
      case Hit.OutPort(int item, int _) -> canvas.setHover(item, -1);
      case Hit.InPort(int item, int _) -> canvas.setHover(item, -1);
      case Hit.Line(int wire) -> canvas.setHover(-1, wire);
      case Hit.FrameHead _, Hit.Nothing _ -> canvas.setHover(-1, -1);
    }
    canvas.setCursor(
        spaceDown
            ? Cursor.OPEN_HAND
            : brush() != null || hit instanceof Hit.OutPort ? Cursor.CROSSHAIR : Cursor.DEFAULT);
  }

  private void scroll(ScrollEvent event) {
    if (event.isInertia()) {
      return;
    }
    if (event.isShiftDown()) {
      canvas.setViewport(canvas.viewport().panned(event.getDeltaX() + event.getDeltaY(), 0));
    } else {
      canvas.setViewport(
          canvas
              .viewport()
              .zoomed(Math.pow(1.0018, event.getDeltaY()), event.getX(), event.getY()));
    }
    event.consume();
  }

  private void zoom(ZoomEvent event) {
    canvas.setViewport(canvas.viewport().zoomed(event.getZoomFactor(), event.getX(), event.getY()));
    event.consume();
  }

  private boolean isClick(MouseEvent event) {
    return Math.hypot(event.getX() - pressX, event.getY() - pressY) < DRAG_FROM;
  }

  private static final class Still implements Gesture {
    @Override
    public void drag(MouseEvent event) {}

    @Override
    public void release(MouseEvent event) {}
  }

  private final class Pan implements Gesture {
    Pan() {
      canvas.setCursor(Cursor.CLOSED_HAND);
    }

    @Override
    public void drag(MouseEvent event) {
      canvas.setViewport(canvas.viewport().panned(event.getX() - lastX, event.getY() - lastY));
    }

    @Override
    public void release(MouseEvent event) {}
  }

  /// Drags the selected nodes; they snap to the lines of their neighbours.
  private final class Move implements Gesture {
    private final Map<OpId, Position> start = new LinkedHashMap<>();
    private final Map<OpId, Position> others = new LinkedHashMap<>();
    private History.@Nullable Gesture history;

    private void begin() {
      canvas.hold();
      var drawing = canvas.drawing();
      var chosen = selection.items(drawing);
      for (int i = 0; i < drawing.items().size(); i++) {
        (chosen.contains(i) ? start : others)
            .put(drawing.items().get(i).id(), new Position(drawing.xs()[i], drawing.ys()[i]));
      }
      var label =
          actions
              .labels()
              .of(
                  "edit.move",
                  start.size(),
                  start.isEmpty() ? "" : start.keySet().iterator().next().name());
      history = session.history().begin(label);
    }

    @Override
    public void drag(MouseEvent event) {
      if (history == null && isClick(event)) {
        return;
      }
      if (history == null) {
        begin();
      }
      var open = history;
      if (open == null || start.isEmpty()) {
        return;
      }
      double scale = canvas.viewport().scale();
      double dx = (event.getX() - pressX) / scale;
      double dy = (event.getY() - pressY) / scale;
      var lead = start.values().iterator().next();
      double guideX = event.isAltDown() ? Double.NaN : nearest(lead.x() + dx, true);
      double guideY = event.isAltDown() ? Double.NaN : nearest(lead.y() + dy, false);
      dx = Double.isNaN(guideX) ? dx : guideX - lead.x();
      dy = Double.isNaN(guideY) ? dy : guideY - lead.y();
      var to = new LinkedHashMap<>(others);
      for (var entry : start.entrySet()) {
        to.put(
            entry.getKey(),
            new Position(
                Math.rint(entry.getValue().x() + dx), Math.rint(entry.getValue().y() + dy)));
      }
      open.replace(new MoveNodes(to, ""));
      canvas.setOverlay(g -> guides(g, guideX, guideY));
    }

    private double nearest(double place, boolean horizontal) {
      double best = Double.NaN;
      double reach = SNAP / canvas.viewport().scale();
      for (var other : others.values()) {
        double line = horizontal ? other.x() : other.y();
        if (Math.abs(line - place) < reach) {
          reach = Math.abs(line - place);
          best = line;
        }
      }
      return best;
    }

    private void guides(GraphicsContext g, double x, double y) {
      g.setStroke(session.palette().accent());
      g.setLineWidth(1);
      g.setLineDashes(4, 4);
      if (!Double.isNaN(x)) {
        double at = Math.rint(canvas.viewport().toScreenX(x)) + 0.5;
        g.strokeLine(at, 0, at, canvas.getHeight());
      }
      if (!Double.isNaN(y)) {
        double at = Math.rint(canvas.viewport().toScreenY(y)) + 0.5;
        g.strokeLine(0, at, canvas.getWidth(), at);
      }
      g.setLineDashes((double[]) null);
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

  /// Draws a rectangle and selects what it touches.
  private final class Lasso implements Gesture {
    private final boolean adds;

    Lasso(boolean adds) {
      this.adds = adds;
    }

    @Override
    public void drag(MouseEvent event) {
      canvas.setOverlay(g -> rectangle(g, event.getX(), event.getY(), session.palette().accent()));
    }

    @Override
    public void release(MouseEvent event) {
      if (isClick(event)) {
        if (!adds) {
          selection.clear();
        }
        return;
      }
      var chosen = new LinkedHashSet<Item>();
      if (adds) {
        selection.items(canvas.drawing()).forEach(i -> chosen.add(item(i)));
      }
      inside(event).forEach(i -> chosen.add(item(i)));
      selection.select(chosen);
    }
  }

  private void rectangle(GraphicsContext g, double x, double y, Color color) {
    g.setFill(color.deriveColor(0, 1, 1, 0.12));
    g.fillRect(
        Math.min(x, pressX), Math.min(y, pressY), Math.abs(x - pressX), Math.abs(y - pressY));
    g.setStroke(color);
    g.setLineWidth(1);
    g.strokeRect(
        Math.min(x, pressX) + 0.5,
        Math.min(y, pressY) + 0.5,
        Math.abs(x - pressX),
        Math.abs(y - pressY));
  }

  private List<Integer> inside(MouseEvent event) {
    var view = canvas.viewport();
    var box =
        Box.between(
            view.toDrawingX(pressX),
            view.toDrawingY(pressY),
            view.toDrawingX(event.getX()),
            view.toDrawingY(event.getY()));
    var found = new ArrayList<Integer>();
    for (int i = 0; i < canvas.drawing().items().size(); i++) {
      if (canvas.drawing().box(i).meets(box)) {
        found.add(i);
      }
    }
    return found;
  }

  /// Paints what the pointer touches, or what a rectangle begun beside the nodes touches.
  private final class Paint implements Gesture {
    private final DeviceId device;
    private final boolean strokes;
    private final Set<OpId> painted = new HashSet<>();
    private final History.@Nullable Gesture history;

    Paint(DeviceId device, Hit hit) {
      this.device = device;
      strokes =
          hit instanceof Hit.Node
              || hit instanceof Hit.InPort
              || hit instanceof Hit.OutPort
              || hit instanceof Hit.FrameHead;
      history = strokes ? session.history().begin(actions.paintLabel(device)) : null;
      switch (hit) {
        case Hit.FrameHead(int frame) ->
            paint(canvas.drawing().sketch().frames().get(frame).block().allOps());
        default -> touch(hit);
      }
    }

    private void touch(Hit hit) {
      int index =
          switch (hit) {
            case Hit.Node(int item) -> item;
            case Hit.InPort(int item, int _) -> item;
            case Hit.OutPort(int item, int _) -> item;
            default -> -1;
          };
      if (index >= 0 && index < canvas.drawing().items().size()) {
        paint(item(index).ops());
      }
    }

    private void paint(List<OpId> ops) {
      if (history != null && painted.addAll(ops)) {
        try {
          history.replace(new PaintOps(painted, device, ""));
        } catch (ProblemException refused) {
          session.notices().show(refused);
        }
      }
    }

    @Override
    public void drag(MouseEvent event) {
      if (strokes) {
        touch(hit(event.getX(), event.getY()));
      } else {
        canvas.setOverlay(
            g -> rectangle(g, event.getX(), event.getY(), session.deviceColor(device)));
      }
    }

    @Override
    public void release(MouseEvent event) {
      if (history != null) {
        history.end();
      } else if (!isClick(event)) {
        var ops = new LinkedHashSet<OpId>();
        inside(event).forEach(i -> ops.addAll(item(i).ops()));
        actions.paint(ops, device);
      }
    }

    @Override
    public void cancel() {
      if (history != null) {
        history.cancel();
      }
    }
  }

  /// Draws an edge from an output to an input. Where it may end is shown; where it may not, the
  /// reason is.
  private final class Draw implements Gesture {
    private final int from;
    private final String value;
    private final int port;
    private final @Nullable OpId takenFrom;
    private final int takenSlot;
    private @Nullable Problem refusal;
    private @Nullable OpId target;
    private int slot = -1;
    private String asked = "";

    Draw(int from, int port) {
      this(from, port, null, -1);
    }

    Draw(int from, int port, @Nullable OpId takenFrom, int takenSlot) {
      this.from = from;
      this.port = port;
      this.takenFrom = takenFrom;
      this.takenSlot = takenSlot;
      value = item(from).outValues().get(port);
      canvas.setConnecting(true, targets());
    }

    private Set<Integer> targets() {
      var targets = new HashSet<Integer>();
      for (int i = 0; i < canvas.drawing().items().size(); i++) {
        var op = item(i).op();
        if (op != null
            && item(i).inSlots().stream()
                .anyMatch(s ->
                    Connection.checkPlace(session.project().network(), value, op.id(), s)
                        == null)) {
          targets.add(i);
        }
      }
      return targets;
    }

    @Override
    public void drag(MouseEvent event) {
      aim(hit(event.getX(), event.getY()));
      canvas.setOverlay(g -> paint(g, event.getX(), event.getY()));
    }

    private void aim(Hit hit) {
      switch (hit) {
        case Hit.InPort(int item, int inPort) -> ask(item(item), item(item).inSlots().get(inPort));
        case Hit.Node(int item) -> ask(item(item), -1);
        default -> {
          target = null;
          refusal = null;
          asked = "";
        }
      }
    }

    private void ask(Item item, int wanted) {
      var op = item.op();
      if (op == null) {
        target = null;
        return;
      }
      var question = op.name() + " " + wanted;
      if (question.equals(asked)) {
        return;
      }
      asked = question;
      target = op.id();
      slot = wanted >= 0 ? wanted : Connection.firstLegalSlot(session.project(), value, op.id());
      if (slot < 0) {
        slot = item.inSlots().isEmpty() ? 0 : item.inSlots().getLast();
      }
      boolean back = op.id().equals(takenFrom) && slot == takenSlot;
      refusal = back ? null : Connection.check(session.project(), value, op.id(), slot);
    }

    private void paint(GraphicsContext g, double x, double y) {
      var view = canvas.viewport();
      var drawing = canvas.drawing();
      double x0 = view.toScreenX(drawing.box(from).right());
      double y0 = view.toScreenY(drawing.ys()[from] + item(from).outOffset(port));
      var palette = session.palette();
      var color =
          target == null ? palette.accent() : refusal == null ? palette.good() : palette.bad();
      double handle = Route.handle(x0, y0, x, y);
      g.setStroke(color);
      g.setLineWidth(2);
      g.beginPath();
      g.moveTo(x0, y0);
      g.bezierCurveTo(x0 + handle, y0, x - handle, y, x, y);
      g.stroke();
      var reason = refusal;
      if (reason != null) {
        card(g, reason.message(session.locale()), x + 14, y + 18, color);
      }
    }

    private void card(GraphicsContext g, String text, double x, double y, Color color) {
      var font = Font.font("Inter", 12);
      var lines = wrapped(text, font, 320);
      double width =
          lines.stream().mapToDouble(line -> GraphPainter.width(line, font)).max().orElse(0) + 20;
      double height = lines.size() * 16 + 14;
      double left = Math.clamp(x, 4, Math.max(4, canvas.getWidth() - width - 4));
      double top = Math.clamp(y, 4, Math.max(4, canvas.getHeight() - height - 4));
      var palette = session.palette();
      g.setFill(palette.card());
      g.fillRoundRect(left, top, width, height, 12, 12);
      g.setStroke(color);
      g.setLineWidth(1);
      g.strokeRoundRect(left, top, width, height, 12, 12);
      g.setFont(font);
      g.setFill(palette.text());
      g.setTextAlign(TextAlignment.LEFT);
      for (int i = 0; i < lines.size(); i++) {
        g.fillText(lines.get(i), left + 10, top + 15 + i * 16);
      }
    }

    @Override
    public void release(MouseEvent event) {
      aim(hit(event.getX(), event.getY()));
      var reader = target;
      boolean back = reader != null && reader.equals(takenFrom) && slot == takenSlot;
      if (back) {
        return;
      }
      if (reader != null && takenFrom != null) {
        var moved = new dev.partitura.editor.edit.Disconnect(takenFrom, takenSlot, "");
        var joined = new Connect(value, reader, slot, "");
        actions.apply(
            Edit.of(
                actions.labels().get("edit.connect"), before -> joined.apply(moved.apply(before))));
      } else if (reader != null) {
        actions.apply(new Connect(value, reader, slot, actions.labels().get("edit.connect")));
      } else if (takenFrom != null && !isClick(event)) {
        actions.apply(
            new dev.partitura.editor.edit.Disconnect(
                takenFrom, takenSlot, actions.labels().get("edit.disconnect")));
      } else if (isClick(event)) {
        selection.select(List.of(item(from)));
      }
    }
  }

  private static List<String> wrapped(String text, Font font, double width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ")) {
      if (!line.isEmpty() && GraphPainter.width(line + " " + word, font) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
