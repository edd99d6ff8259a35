package dev.partitura.editor.command;

import dev.partitura.editor.canvas.FindBar;
import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.canvas.RenameField;
import dev.partitura.editor.edit.Arrange;
import dev.partitura.editor.gesture.GraphGestures;
import dev.partitura.editor.network.FragmentText;
import dev.partitura.editor.network.GraphActions;
import dev.partitura.editor.network.GraphSelection;
import dev.partitura.editor.network.Labels;
import dev.partitura.ui.action.Command;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/// The commands of the graph, which menus, palette and keys of the whole window know.
public final class GraphCommands {
  private final GraphCanvas canvas;
  private final GraphActions actions;
  private final GraphGestures gestures;
  private final GraphSelection selection;
  private final RenameField rename;
  private final FindBar find;
  private final Labels labels;

  public GraphCommands(
      GraphCanvas canvas,
      GraphActions actions,
      GraphGestures gestures,
      GraphSelection selection,
      RenameField rename,
      FindBar find) {
    this.canvas = canvas;
    this.actions = actions;
    this.gestures = gestures;
    this.selection = selection;
    this.rename = rename;
    this.find = find;
    labels = actions.labels();
  }

  /// All of them.
  public List<Command> all() {
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
                    actions.clipboard()::duplicate),
                Command.of(
                    "edit.delete", edit, labels.get("delete"), "", actions.clipboard()::delete),
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
                    () -> actions.adding().input(null)),
                Command.of(
                    "graph.addOutput",
                    graph,
                    labels.get("addOutput"),
                    "",
                    actions.adding()::outputs),
                Command.of("graph.fit", graph, labels.get("fit"), "Shortcut+0", canvas::fit),
                Command.of("graph.tidy", graph, labels.get("tidy"), "Shortcut+L", this::tidy),
                Command.of(
                    "graph.freeBatch", graph, labels.get("freeBatch"), "", actions::freeBatch),
                Command.of(
                    "graph.collapse",
                    graph,
                    labels.get("collapseAll"),
                    "",
                    actions.blocks()::collapseAll),
                Command.of(
                    "graph.expand",
                    graph,
                    labels.get("expandAll"),
                    "",
                    actions.blocks()::expandAll),
                Command.of(
                    "graph.weights",
                    graph,
                    labels.get("weights"),
                    "",
                    actions.blocks()::toggleWeights)));
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
    var text = actions.clipboard().copy();
    if (!text.isEmpty()) {
      var content = new ClipboardContent();
      content.putString(text);
      Clipboard.getSystemClipboard().setContent(content);
    }
  }

  private void cut() {
    if (!actions.clipboard().copy().isEmpty()) {
      copy();
      actions.clipboard().delete();
    }
  }

  private void paste() {
    var text = Clipboard.getSystemClipboard().getString();
    if (text != null && FragmentText.isFragment(text)) {
      actions.clipboard().paste(text, gestures.pointer());
    }
  }

  private void rename() {
    var chosen = selection.items(canvas.drawing());
    if (chosen.size() == 1) {
      rename.open(chosen.iterator().next());
    }
  }
}
