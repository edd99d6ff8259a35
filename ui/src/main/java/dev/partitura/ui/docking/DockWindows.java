package dev.partitura.ui.docking;

import java.util.List;

/// What is torn off into windows of its own, and comes home from there.
final class DockWindows {
  private static final double WIDTH = 1000;
  private static final double HEIGHT = 480;

  private final Docks docks;

  DockWindows(Docks docks) {
    this.docks = docks;
  }

  /// Whether a leaf is in a window of its own.
  static boolean hold(DockLeaf leaf) {
    return leaf.getScene() != null && leaf.getScene().getWindow() instanceof DockWindow;
  }

  /// Gives the panel that is seen a window, unless it is alone in one.
  void tearOffSelected(DockLeaf leaf) {
    boolean alone = hold(leaf) && leaf.getDockables().size() == 1;
    if (!alone && leaf.getSelectedDockable() instanceof DockPanel panel) {
      tearOff(panel);
    }
  }

  void tearOff(DockPanel panel) {
    panel.inContainer(leaf -> {
      leaf.removeDockable(panel);
    });
    docks.bento().stageBuilding().newStageForDockable(null, panel, WIDTH, HEIGHT).show();
  }

  /// Hides a leaf; one in a window of its own goes home.
  void putAway(DockLeaf leaf) {
    if (hold(leaf) && leaf.getScene().getWindow() instanceof DockWindow window) {
      docks.bringHome(window);
    } else {
      docks.setHidden(List.of(leaf), true);
    }
  }

  void close() {
    for (var root : List.copyOf(docks.bento().getRootContainers())) {
      if (root.getScene().getWindow() instanceof DockWindow window) {
        window.close();
      }
    }
  }
}
