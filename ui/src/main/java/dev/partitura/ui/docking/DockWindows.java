package dev.partitura.ui.docking;

import dev.partitura.ui.docking.Docks.TornOff;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Rectangle2D;
import software.coley.bentofx.control.DragDropStage;
import software.coley.bentofx.layout.container.DockContainerRootBranch;

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
    window(panel, WIDTH, HEIGHT).show();
  }

  private static void take(DockPanel panel) {
    panel.inContainer(leaf -> {
      leaf.removeDockable(panel);
    });
  }

  private DragDropStage window(DockPanel panel, double width, double height) {
    take(panel);
    return docks.bento().stageBuilding().newStageForDockable(null, panel, width, height);
  }

  List<TornOff> tornOff() {
    var all = new ArrayList<TornOff>();
    for (var root : roots()) {
      var window = root.getScene().getWindow();
      var at = new Rectangle2D(window.getX(), window.getY(), window.getWidth(), window.getHeight());
      DockSizes.leaves(root)
          .map(leaf -> new TornOff(leaf.panels().map(DockPanel::getIdentifier).toList(), at))
          .forEach(all::add);
    }
    return all;
  }

  /// Tears panels off into one window.
  void tearOff(List<DockPanel> panels, Rectangle2D at) {
    var window = window(panels.getFirst(), at.getWidth(), at.getHeight());
    panels.stream()
        .skip(1)
        .forEach(panel -> {
          take(panel);
          panels
              .getFirst()
              .inContainer(leaf -> {
                leaf.addDockable(panel);
              });
        });
    window.setX(at.getMinX());
    window.setY(at.getMinY());
    window.setWidth(at.getWidth());
    window.setHeight(at.getHeight());
    window.show();
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
    roots().forEach(root -> ((DockWindow) root.getScene().getWindow()).close());
  }

  private List<DockContainerRootBranch> roots() {
    return docks.bento().getRootContainers().stream()
        .filter(root -> root.getScene() != null)
        .filter(root -> root.getScene().getWindow() instanceof DockWindow)
        .toList();
  }
}
