package dev.partitura.ui.docking;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.geometry.Orientation;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Region;
import software.coley.bentofx.building.DockBuilding;
import software.coley.bentofx.layout.DockContainer;
import software.coley.bentofx.layout.container.DockContainerBranch;
import software.coley.bentofx.layout.container.DockContainerRootBranch;

/// Makes containers of a layout, and a layout of containers.
final class DockTree {
  private final DockBuilding building;
  private final Map<String, DockPanel> panels;
  private final DockSizes sizes;

  DockTree(DockBuilding building, Map<String, DockPanel> panels, DockSizes sizes) {
    this.building = building;
    this.panels = panels;
    this.sizes = sizes;
  }

  /// The containers of a layout with its panels in them, which are in none yet.
  DockContainerRootBranch build(DockLayout layout) {
    var root = building.root();
    fill(
        root,
        layout instanceof DockLayout.Split split
            ? split
            : new DockLayout.Split(Orientation.HORIZONTAL, List.of(layout), 0));
    return root;
  }

  private void fill(DockContainerBranch branch, DockLayout.Split split) {
    branch.setOrientation(split.orientation());
    split.parts().forEach(part -> branch.addContainer(container(part)));
    sizes.set(branch, split.size());
  }

  private DockContainer container(DockLayout layout) {
    switch (layout) {
      case DockLayout.Split split -> {
        var branch = building.branch();
        fill(branch, split);
        return branch;
      }
      case DockLayout.Tabs tabs -> {
        var leaf = (DockLeaf) building.leaf();
        tabs.ids().forEach(id -> leaf.addDockable(panel(id)));
        leaf.selectDockable(panel(tabs.selected()));
        leaf.setHidden(tabs.hidden());
        sizes.set(leaf, tabs.size());
        return leaf;
      }
    }
  }

  private DockPanel panel(String id) {
    return Objects.requireNonNull(panels.get(id), id);
  }

  /// How the panels of a part lie just now.
  DockLayout capture(Region part) {
    if (part instanceof DockLeaf leaf) {
      var ids = leaf.panels().map(DockPanel::getIdentifier).toList();
      var selected = leaf.getSelectedDockable();
      return new DockLayout.Tabs(
          ids,
          selected == null ? ids.getFirst() : selected.getIdentifier(),
          leaf.isHidden(),
          sizes.of(part));
    }
    var branch = (SplitPane) part;
    return new DockLayout.Split(
        branch.getOrientation(),
        DockSizes.parts(branch).stream().map(this::capture).toList(),
        sizes.of(part));
  }
}
