package dev.partitura.editor.network;

import dev.partitura.editor.edit.ToggleBlock;
import dev.partitura.editor.layout.Block;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.engine.network.OpId;
import java.util.HashSet;
import java.util.Set;

/// Opens and closes blocks.
public final class BlockActions {
  private final GraphActions actions;
  private final GraphModel model;

  BlockActions(GraphActions actions, GraphModel model) {
    this.actions = actions;
    this.model = model;
  }

  public void toggle(Block block) {
    boolean isCollapsed = model.collapsed().contains(block.path());
    var path = Set.of(block.path());
    apply(
        isCollapsed
            ? new ToggleBlock(Set.of(), path, actions.labels().get("edit.expand", block.label()))
            : new ToggleBlock(
                path, Set.of(), actions.labels().get("edit.collapse", block.label())));
  }

  /// Opens every block around some ops.
  public void reveal(Set<OpId> ops) {
    var closed = new HashSet<String>();
    ops.forEach(op -> model.tree().around(op).forEach(block -> closed.add(block.path())));
    closed.retainAll(model.collapsed());
    if (!closed.isEmpty()) {
      apply(new ToggleBlock(Set.of(), closed, actions.labels().get("edit.reveal")));
    }
  }

  /// Draws the ops that make weights, or leaves them out.
  public void toggleWeights() {
    var path = Set.of(BlockTree.WEIGHTS);
    boolean isHidden = model.collapsed().contains(BlockTree.WEIGHTS);
    apply(
        new ToggleBlock(
            isHidden ? Set.of() : path,
            isHidden ? path : Set.of(),
            actions.labels().get("edit.weights")));
  }

  public void collapseAll() {
    apply(
        new ToggleBlock(model.tree().paths(), Set.of(), actions.labels().get("edit.collapseAll")));
  }

  public void expandAll() {
    apply(new ToggleBlock(Set.of(), model.tree().paths(), actions.labels().get("edit.expandAll")));
  }

  private void apply(ToggleBlock edit) {
    actions.apply(actions.pinned(edit));
  }
}
