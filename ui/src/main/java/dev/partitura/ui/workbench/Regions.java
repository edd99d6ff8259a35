package dev.partitura.ui.workbench;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/// The large parts of the window as stops for the keyboard: F6 goes from one to the next, to what
/// it is there for, such as the graph, or back to where the focus was in it.
final class Regions {
  private final Supplier<List<Node>> order;
  private final Map<Node, Node> last = new WeakHashMap<>();

  /// @param order gives what there is just now, in the order of going round
  Regions(Supplier<List<Node>> order) {
    this.order = order;
  }

  /// Goes to the next region that can have the focus, or with −1 to the one before.
  void go(int by) {
    var stops = order.get();
    var scene = stops.getFirst().getScene();
    var owner = scene == null ? null : scene.getFocusOwner();
    int here = indexOf(owner, stops);
    if (owner != null && here >= 0) {
      last.put(stops.get(here), owner);
    }
    int from = here >= 0 ? here : by > 0 ? -1 : 0;
    for (int step = 1; step <= stops.size(); step++) {
      if (enter(stops.get(Math.floorMod(from + by * step, stops.size())))) {
        return;
      }
    }
  }

  /// Gives a region the focus; false when nothing in it can have it.
  boolean enter(Node region) {
    var main = region.lookup("." + Workbench.FIRST_FOCUS);
    var known = last.get(region);
    var target =
        main != null && canFocus(main)
            ? main
            : known != null && canFocus(known) && isIn(known, region) ? known : first(region);
    if (target == null) {
      return false;
    }
    target.requestFocus();
    return true;
  }

  private static int indexOf(@Nullable Node node, List<Node> stops) {
    for (int i = 0; i < stops.size(); i++) {
      if (isIn(node, stops.get(i))) {
        return i;
      }
    }
    return -1;
  }

  static boolean isIn(@Nullable Node node, Node region) {
    for (var up = node; up != null; up = up.getParent()) {
      if (up.equals(region)) {
        return true;
      }
    }
    return false;
  }

  private static boolean canFocus(Node node) {
    return node.isFocusTraversable() && !node.isDisabled() && isShown(node);
  }

  private static boolean isShown(Node node) {
    for (Node up = node; up != null; up = up.getParent()) {
      if (!up.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null;
  }

  private static @Nullable Node first(Node node) {
    if (!node.isVisible() || node.isDisabled()) {
      return null;
    }
    if (canFocus(node)) {
      return node;
    }
    if (node instanceof Parent parent) {
      for (var child : parent.getChildrenUnmodifiable()) {
        var found = first(child);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
