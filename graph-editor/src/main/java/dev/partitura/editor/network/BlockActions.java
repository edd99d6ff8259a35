package dev.partitura.editor.network;

import dev.partitura.editor.edit.ToggleBlock;
import dev.partitura.editor.layout.Block;
import dev.partitura.ui.session.Session;
import java.util.Set;

/// Opens and closes blocks.
public final class BlockActions {
  private final GraphActions actions;
  private final GraphModel model;
  private final Session session;

  BlockActions(GraphActions actions, GraphModel model) {
    this.actions = actions;
    this.model = model;
    session = model.session();
  }

  public void toggle(Block block) {
    boolean isCollapsed = session.project().diagram().collapsed().contains(block.path());
    var path = Set.of(block.path());
    actions.apply(
        isCollapsed
            ? new ToggleBlock(Set.of(), path, actions.labels().get("edit.expand", block.label()))
            : new ToggleBlock(
                path, Set.of(), actions.labels().get("edit.collapse", block.label())));
  }

  public void collapseAll() {
    actions.apply(
        new ToggleBlock(model.tree().paths(), Set.of(), actions.labels().get("edit.collapseAll")));
  }

  public void expandAll() {
    actions.apply(
        new ToggleBlock(
            Set.of(),
            session.project().diagram().collapsed(),
            actions.labels().get("edit.expandAll")));
  }
}
