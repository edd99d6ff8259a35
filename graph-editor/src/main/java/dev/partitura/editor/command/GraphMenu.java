package dev.partitura.editor.command;

import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.edit.Arrange;
import dev.partitura.editor.layout.Item;
import dev.partitura.editor.network.GraphActions;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.editor.network.Labels;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// The menu on the graph.
public final class GraphMenu {
  private final GraphModel model;
  private final GraphCanvas canvas;
  private final GraphActions actions;
  private final GraphSelection selection;
  private final Labels labels;

  public GraphMenu(
      GraphModel model, GraphCanvas canvas, GraphActions actions, GraphSelection selection) {
    this.model = model;
    this.canvas = canvas;
    this.actions = actions;
    this.selection = selection;
    labels = actions.labels();
  }

  /// The menu for what is selected.
  public List<MenuItem> items() {
    var commands = model.session().commands();
    var drawing = canvas.drawing();
    var chosen = selection.items(drawing);
    var items = new ArrayList<MenuItem>();
    if (chosen.size() == 1) {
      var item = drawing.items().get(chosen.iterator().next());
      blockItems(item, items);
    }
    if (model.tree().hasMakers()) {
      items.addAll(commands.items(List.of("graph.weights", "")));
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
      items.add(entry(labels.get("expand"), () -> actions.blocks().toggle(block)));
      items.add(new SeparatorMenuItem());
    } else if (item.op() != null) {
      var around = model.tree().around(item.op().id());
      if (!around.isEmpty()) {
        items.add(
            entry(
                labels.get("collapse", around.getLast().label()),
                () -> actions.blocks().toggle(around.getLast())));
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
