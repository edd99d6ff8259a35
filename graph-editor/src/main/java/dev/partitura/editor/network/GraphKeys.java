package dev.partitura.editor.network;

import dev.partitura.editor.edit.Arrange;
import dev.partitura.editor.layout.Item;
import dev.partitura.ui.action.Command;
import dev.partitura.ui.session.Session;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// What keys and menus do to the graph. Commands with Ctrl work in the whole window, plain keys
/// only on the canvas.
final class GraphKeys {
  private static final double STEP = 8;
  private static final double ZOOM = 1.25;

  private final GraphModel model;
  private final GraphCanvas canvas;
  private final GraphActions actions;
  private final GraphGestures gestures;
  private final GraphSelection selection;
  private final RenameField rename;
  private final FindBar find;
  private final Labels labels;

  GraphKeys(
      GraphModel model,
      GraphCanvas canvas,
      GraphActions actions,
      GraphGestures gestures,
      GraphSelection selection,
      RenameField rename,
      FindBar find) {
    this.model = model;
    this.canvas = canvas;
    this.actions = actions;
    this.gestures = gestures;
    this.selection = selection;
    this.rename = rename;
    this.find = find;
    labels = actions.labels();
  }

  void install(Session session) {
    session.commands().addAll(commands());
    canvas.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    canvas.addEventHandler(
        KeyEvent.KEY_RELEASED,
        event -> {
          if (event.getCode() == KeyCode.SPACE) {
            gestures.setSpaceDown(false);
          }
        });
  }

  private List<Command> commands() {
    var edit = labels.get("group.edit");
    var graph = labels.get("group.graph");
    var all =
        new ArrayList<Command>(
            List.of(
                Command.of("edit.cut", edit, labels.get("cut"), "Shortcut+X", this::cut),
                Command.of("edit.copy", edit, labels.get("copy"), "Shortcut+C", this::copy),
                Command.of("edit.paste", edit, labels.get("paste"), "Shortcut+V", this::paste),
                Command.of(
                    "edit.duplicate",
                    edit,
                    labels.get("duplicate"),
                    "Shortcut+D",
                    actions::duplicate),
                Command.of("edit.delete", edit, labels.get("delete"), "", actions::delete),
                Command.of(
                    "edit.selectAll",
                    edit,
                    labels.get("selectAll"),
                    "Shortcut+A",
                    actions::selectAll),
                Command.of("edit.rename", edit, labels.get("rename"), "F2", this::rename),
                Command.of("edit.find", edit, labels.get("find"), "Shortcut+F", find::open),
                Command.of(
                    "graph.addInput",
                    graph,
                    labels.get("addInput"),
                    "",
                    () -> actions.addInput(null)),
                Command.of(
                    "graph.addOutput", graph, labels.get("addOutput"), "", actions::addOutputs),
                Command.of("graph.fit", graph, labels.get("fit"), "Shortcut+0", canvas::fit),
                Command.of("graph.tidy", graph, labels.get("tidy"), "Shortcut+L", this::tidy),
                Command.of(
                    "graph.collapse", graph, labels.get("collapseAll"), "", actions::collapseAll),
                Command.of(
                    "graph.expand", graph, labels.get("expandAll"), "", actions::expandAll)));
    for (var way : Arrange.values()) {
      all.add(
          Command.of(
              "graph.arrange." + way.name(),
              graph,
              labels.get("arrange." + way.name()),
              "",
              () -> actions.arrange(way)));
    }
    return all;
  }

  private void tidy() {
    canvas.fit();
    actions.tidy();
  }

  private void copy() {
    var text = actions.copy();
    if (!text.isEmpty()) {
      var content = new ClipboardContent();
      content.putString(text);
      Clipboard.getSystemClipboard().setContent(content);
    }
  }

  private void cut() {
    if (!actions.copy().isEmpty()) {
      copy();
      actions.delete();
    }
  }

  private void paste() {
    var text = Clipboard.getSystemClipboard().getString();
    if (text != null && FragmentText.isFragment(text)) {
      actions.paste(text, gestures.pointer());
    }
  }

  private void rename() {
    var chosen = selection.items(canvas.drawing());
    if (chosen.size() == 1) {
      rename.open(chosen.iterator().next());
    }
  }

  private void pressed(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    boolean done = true;
    switch (event.getCode()) {
      case DELETE, BACK_SPACE -> actions.delete();
      case SPACE -> gestures.setSpaceDown(true);
      case TAB -> walk(!event.isShiftDown());
      case ESCAPE -> done = escape();
      case F -> fitSelected();
      case HOME -> canvas.fit();
      case SLASH -> model.session().commands().fire("palette.search");
      case PLUS, EQUALS, ADD -> zoom(ZOOM);
      case MINUS, SUBTRACT -> zoom(1 / ZOOM);
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

  private void zoom(double factor) {
    canvas.setViewport(
        canvas.viewport().zoomed(factor, canvas.getWidth() / 2, canvas.getHeight() / 2));
  }

  private void fitSelected() {
    var chosen = selection.items(canvas.drawing());
    if (chosen.isEmpty()) {
      canvas.fit();
    } else {
      canvas.fit(chosen);
    }
  }

  private boolean open() {
    var drawing = canvas.drawing();
    var chosen = selection.items(drawing);
    var block = chosen.size() == 1 ? drawing.items().get(chosen.iterator().next()).block() : null;
    if (block != null) {
      actions.toggle(block);
      return true;
    }
    return false;
  }

  /// Walks along an edge to the next node, or back.
  private void walk(boolean forward) {
    var drawing = canvas.drawing();
    if (drawing.items().isEmpty()) {
      return;
    }
    var chosen = selection.items(drawing);
    int here = chosen.isEmpty() ? -1 : chosen.stream().reduce((_, last) -> last).orElse(-1);
    int next = 0;
    if (here >= 0) {
      var options =
          forward ? GraphActions.after(drawing, here) : GraphActions.before(drawing, here);
      next = options.isEmpty() ? here : options.getFirst();
    }
    selection.select(List.of(drawing.items().get(next)));
    reveal(next);
  }

  private void reveal(int item) {
    var view = canvas.viewport();
    double x = view.toScreenX(canvas.drawing().xs()[item]);
    double y = view.toScreenY(canvas.drawing().ys()[item]);
    if (x < 40 || y < 40 || x > canvas.getWidth() - 40 || y > canvas.getHeight() - 40) {
      canvas.setViewport(view.panned(canvas.getWidth() / 2 - x, canvas.getHeight() / 2 - y));
    }
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
    var to =
        new java.util.LinkedHashMap<
            dev.partitura.engine.network.OpId, dev.partitura.engine.project.Diagram.Position>();
    for (int i : chosen) {
      to.put(
          drawing.items().get(i).id(),
          new dev.partitura.engine.project.Diagram.Position(
              drawing.xs()[i] + dx * by, drawing.ys()[i] + dy * by));
    }
    canvas.hold();
    var first = drawing.items().get(chosen.iterator().next()).title();
    actions.apply(
        actions.held(
            new dev.partitura.editor.edit.MoveNodes(to, labels.of("edit.move", to.size(), first))));
  }

  /// The menu for what is selected.
  List<MenuItem> menu() {
    var commands = model.session().commands();
    var drawing = canvas.drawing();
    var chosen = selection.items(drawing);
    var items = new ArrayList<MenuItem>();
    if (chosen.size() == 1) {
      var item = drawing.items().get(chosen.iterator().next());
      blockItems(item, items);
    }
    if (chosen.isEmpty()) {
      items.addAll(
          commands.items(
              List.of(
                  "edit.paste",
                  "edit.selectAll",
                  "",
                  "graph.addInput",
                  "graph.tidy",
                  "graph.fit",
                  "",
                  "graph.collapse",
                  "graph.expand")));
    } else {
      items.addAll(
          commands.items(
              List.of(
                  "edit.cut",
                  "edit.copy",
                  "edit.duplicate",
                  "edit.delete",
                  "",
                  "edit.rename",
                  "graph.addOutput")));
      items.add(devices());
      if (chosen.size() > 1) {
        var arrange = new Menu(labels.get("arrange"));
        for (var way : Arrange.values()) {
          arrange.getItems().addAll(commands.items(List.of("graph.arrange." + way.name())));
        }
        items.add(arrange);
      }
    }
    return items;
  }

  private void blockItems(Item item, List<MenuItem> items) {
    var block = item.block();
    if (block != null) {
      items.add(entry(labels.get("expand"), () -> actions.toggle(block)));
      items.add(new SeparatorMenuItem());
    } else if (item.op() != null) {
      var around = model.tree().around(item.op().id());
      if (!around.isEmpty()) {
        items.add(
            entry(
                labels.get("collapse", around.getLast().label()),
                () -> actions.toggle(around.getLast())));
        items.add(new SeparatorMenuItem());
      }
    }
  }

  private Menu devices() {
    var menu = new Menu(labels.get("paintWith"));
    var cluster = model.project().cluster();
    for (var device : cluster.devices()) {
      var text = cluster.letter(device.id()) + "  " + device.label();
      menu.getItems()
          .add(entry(text, () -> actions.paint(model.session().selection().ops(), device.id())));
    }
    return menu;
  }

  private static MenuItem entry(String text, Runnable action) {
    var item = new MenuItem(text);
    item.setOnAction(_ -> action.run());
    return item;
  }
}
