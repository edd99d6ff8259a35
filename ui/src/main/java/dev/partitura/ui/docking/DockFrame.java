package dev.partitura.ui.docking;

import javafx.scene.Node;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import software.coley.bentofx.control.HeaderPane;
import software.coley.bentofx.layout.container.DockContainerLeaf;

/// The row of tabs and what is seen below it. At the end of the row stand the tools of the leaf.
final class DockFrame extends HeaderPane {
  private final Node tools;

  DockFrame(DockContainerLeaf leaf, Node tools) {
    super(leaf);
    this.tools = tools;
    topProperty().addListener(_ -> addTools());
    addTools();
  }

  /// The library makes a new row whenever the tabs come back.
  private void addTools() {
    if (getTop() instanceof BorderPane row) {
      var library = row.getRight();
      // By a click alone, though it looks like a button; the arrows reach every tab.
      library.lookupAll(".button").forEach(button -> button.setFocusTraversable(false));
      row.setRight(new HBox(tools, library));
    }
  }
}
