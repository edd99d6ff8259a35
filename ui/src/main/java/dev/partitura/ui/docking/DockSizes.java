package dev.partitura.ui.docking;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import javafx.geometry.Orientation;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import software.coley.bentofx.layout.container.DockContainerBranch;

/// Gives the parts of every split their sizes: a panel takes a share of the window until somebody
/// drags its edge, and then keeps its pixels; what is hidden is a strip; the middle takes the rest.
final class DockSizes {
  private static final double LEAST_MIDDLE = 240;
  private static final double LEAST = 140;
  private static final double STRIP = 18;
  private static final double LINE = 1;

  /// As dragged; 0 while nobody did.
  private final Map<Region, Double> dragged = new WeakHashMap<>();

  private boolean low;

  void set(Region part, double size) {
    dragged.put(part, size);
  }

  double of(Region part) {
    return dragged.getOrDefault(part, 0.0);
  }

  /// Whether the panels of the bottom have so little to say that they keep low.
  void setLow(boolean now) {
    low = now;
  }

  /// What the library split by itself keeps the sizes that it got there.
  void adopt(DockContainerBranch branch) {
    for (var part : parts(branch)) {
      dragged.computeIfAbsent(part, _ -> extent(branch, part));
      if (part instanceof DockContainerBranch inner) {
        adopt(inner);
      }
    }
  }

  /// Keeps the sizes of the parts whose edge was just dragged.
  void keep(SplitPane branch, double window) {
    for (var part : parts(branch)) {
      double now = extent(branch, part);
      if (!isHidden(part) && !isLow(branch, part) && Math.abs(now - wanted(part, window)) > 1) {
        dragged.put(part, now);
      }
    }
  }

  /// @param width of the whole
  /// @param height of the whole
  void arrange(DockContainerBranch branch, double width, double height) {
    boolean across = branch.getOrientation() == Orientation.HORIZONTAL;
    var parts = parts(branch);
    int middle = indexOfMiddle(parts);
    double room = (across ? branch.getWidth() : branch.getHeight()) - LINE * (parts.size() - 1);
    // Where all is hidden, the whole branch is the strip, and its parts share it.
    boolean strips = !parts.stream().allMatch(DockSizes::isHidden);
    var sizes = new double[parts.size()];
    double fixed = 0;
    double sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      var part = parts.get(i);
      boolean hidden = strips && isHidden(part);
      boolean keepsLow = isLow(branch, part);
      double wanted = i == middle ? 0 : wanted(part, across ? width : height);
      sizes[i] = hidden ? STRIP : keepsLow ? Math.min(LEAST, wanted) : wanted;
      fixed += hidden ? STRIP : 0;
      sum += hidden ? 0 : sizes[i];
      limit(part, across, hidden, keepsLow, i == middle ? LEAST_MIDDLE : LEAST);
      if (hidden) {
        point(part, towards(across, i < middle));
      }
    }
    double left = Math.max(0, room - fixed - (middle < 0 ? 0 : LEAST_MIDDLE));
    double scale = sum > 0 && (middle < 0 || sum > left) ? left / sum : 1;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] *= strips && isHidden(parts.get(i)) ? 1 : scale;
    }
    if (middle >= 0) {
      sizes[middle] = Math.max(0, room - Arrays.stream(sizes).sum());
    }
    place(branch, sizes, room + LINE * (parts.size() - 1));
    branch.layout();
    for (var part : parts) {
      if (part instanceof DockContainerBranch inner) {
        arrange(inner, width, height);
      }
    }
  }

  private static void place(SplitPane branch, double[] sizes, double whole) {
    double at = 0;
    for (int i = 0; i < sizes.length - 1 && whole > 0; i++) {
      at += Math.rint(sizes[i]);
      branch.setDividerPosition(i, (at + LINE / 2) / whole);
      at += LINE;
    }
  }

  private static void limit(
      Region part, boolean across, boolean hidden, boolean keepsLow, double least) {
    double min = hidden ? STRIP : least;
    double max = hidden ? STRIP : keepsLow ? LEAST : Double.MAX_VALUE;
    part.setMinSize(across ? min : 0, across ? 0 : min);
    part.setMaxSize(across ? max : Double.MAX_VALUE, across ? Double.MAX_VALUE : max);
  }

  private static Feather towards(boolean across, boolean before) {
    return across
        ? before ? Feather.CHEVRON_RIGHT : Feather.CHEVRON_LEFT
        : before ? Feather.CHEVRON_DOWN : Feather.CHEVRON_UP;
  }

  private static void point(Region part, Feather towards) {
    leaves(part).forEach(leaf -> leaf.point(towards));
  }

  private double wanted(Region part, double window) {
    double size = of(part);
    var home = leaves(part).flatMap(DockLeaf::panels).map(DockPanel::home).findFirst();
    return size > 0 ? size : home.orElse(Home.BOTTOM).sizeIn(window);
  }

  private static double extent(SplitPane branch, Region part) {
    return branch.getOrientation() == Orientation.HORIZONTAL ? part.getWidth() : part.getHeight();
  }

  private boolean isLow(SplitPane branch, Region part) {
    return low
        && branch.getOrientation() == Orientation.VERTICAL
        && part instanceof DockLeaf leaf
        && leaf.holdsOnly(Home.BOTTOM);
  }

  private static boolean isHidden(Region part) {
    return leaves(part).allMatch(DockLeaf::isHidden);
  }

  private static int indexOfMiddle(List<Region> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (leaves(parts.get(i)).anyMatch(leaf -> leaf.holds(Home.MIDDLE))) {
        return i;
      }
    }
    return -1;
  }

  /// In the order in which they are shown, which the library's own list does not keep.
  static List<Region> parts(SplitPane branch) {
    return branch.getItems().stream().map(Region.class::cast).toList();
  }

  /// The leaves in it, from the left and from above.
  static Stream<DockLeaf> leaves(Region part) {
    return switch (part) {
      case DockLeaf leaf -> Stream.of(leaf);
      case SplitPane branch -> parts(branch).stream().flatMap(DockSizes::leaves);
      default -> Stream.empty();
    };
  }
}
