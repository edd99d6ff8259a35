package dev.partitura.ui.docking;

import javafx.geometry.Orientation;
import javafx.geometry.Side;
import javafx.scene.Node;
import software.coley.bentofx.control.Headers;

/// A row of tabs. Those of the right share its width evenly while each has room.
final class DockTabs extends Headers {
  private final DockLeaf leaf;

  DockTabs(DockLeaf leaf, Orientation orientation, Side side) {
    super(leaf, orientation, side);
    this.leaf = leaf;
  }

  @Override
  protected void layoutHorizontal() {
    var tabs = getManagedChildren();
    double width = Math.floor(getWidth() / tabs.size());
    if (!leaf.holdsOnly(Home.RIGHT) || tabs.stream().anyMatch(tab -> tab.prefWidth(-1) > width)) {
      super.layoutHorizontal();
      return;
    }
    double x = 0;
    for (Node tab : tabs) {
      tab.resizeRelocate(x, 0, width, getHeight());
      x += width;
    }
  }
}
