package dev.partitura.ui.docking;

import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import software.coley.bentofx.Bento;
import software.coley.bentofx.event.DockEvent;
import software.coley.bentofx.layout.DockContainer;
import software.coley.bentofx.layout.container.DockContainerRootBranch;
import software.coley.bentofx.util.DragUtils;

/// All panels of a window around its middle. On the FX thread.
///
/// A panel is dragged by its tab into another row of tabs or to a side of any panel; dropped where
/// nothing takes it, it gets a window of its own. Closing that window brings it home.
public final class Docks extends StackPane {
  /// What can be docked.
  ///
  /// @param id stable; layouts name panels by it
  /// @param create makes its node, when it is first shown
  public record Panel(String id, String title, Home home, Supplier<Node> create) {
    public Panel {
      if (!id.matches("[A-Za-z0-9.-]+")) {
        throw new IllegalArgumentException("A layout cannot name " + id);
      }
    }
  }

  /// What is around the docks.
  ///
  /// @param opened gets the scene of every window that panels are torn off into
  /// @param enter gives a part of the window the focus
  /// @param mark makes what stands in the row of tabs of every leaf with panels of the bottom, from
  ///   the id of the panel that is seen there
  public record Setting(
      Appearance appearance,
      Consumer<Scene> opened,
      Consumer<Node> enter,
      Function<ObservableValue<String>, Node> mark) {}

  /// Panels that lie in one window of their own.
  ///
  /// @param at where on the screen the window is
  public record TornOff(List<String> ids, Rectangle2D at) {}

  private final Setting setting;
  private final Texts texts;
  private final SequencedMap<String, DockPanel> panels = new LinkedHashMap<>();
  private final DockWindows windows = new DockWindows(this);
  private final DockSizes sizes = new DockSizes();
  private final List<Runnable> listeners = new ArrayList<>();
  private final Bento bento;
  private final DockTree tree;
  private DockContainerRootBranch root;
  private boolean building;
  private boolean changed;
  private double arrangedWidth;
  private double arrangedHeight;

  /// @param layout what [#layoutText()] gave, or anything else for every panel at its home
  public Docks(List<Panel> contents, Setting setting, String layout) {
    this.setting = setting;
    texts = setting.appearance().texts(Docks.class);
    bento = new DockLibrary(this, setting);
    for (var panel : contents) {
      if (panels.put(panel.id(), new DockPanel(bento, panel)) != null) {
        throw new IllegalArgumentException("Two panels are called " + panel.id());
      }
    }
    tree = new DockTree(bento.dockBuilding(), panels, sizes);
    root = bento.dockBuilding().root();
    bento.events().addEventListener(this::follow);
    addEventFilter(MouseEvent.MOUSE_RELEASED, this::keepDragged);
    var homes = homes();
    apply(LayoutText.read(layout).orElseGet(() -> DockLayout.home(homes)).complete(homes));
  }

  /// How the panels lie, for the next time.
  public String layoutText() {
    return LayoutText.write(tree.capture(root).complete(homes()));
  }

  /// Brings every panel home, at the size that it has by itself.
  public void reset() {
    apply(DockLayout.home(homes()));
  }

  /// Runs whenever another panel is seen, hidden or moved.
  public void whenChanged(Runnable listener) {
    listeners.add(listener);
  }

  /// Whether the panel can be seen.
  public boolean isShown(String id) {
    var leaf = leafOf(id);
    return leaf != null && !leaf.isHidden() && panel(id).equals(leaf.getSelectedDockable());
  }

  /// Shows a panel, wherever it lies.
  public void show(String id) {
    var leaf = leafOf(id);
    if (leaf == null) {
      return;
    }
    setHidden(List.of(leaf), false);
    leaf.selectDockable(panel(id));
    if (DockWindows.hold(leaf) && leaf.getScene().getWindow() instanceof Stage window) {
      window.toFront();
    }
  }

  /// Shows a panel among its tabs, unless they are hidden or somebody is at them.
  public void bringUp(String id) {
    var leaf = leafOf(id);
    if (leaf != null && !leaf.isHover()) {
      leaf.selectDockable(panel(id));
    }
  }

  /// Hides the tabs that a panel is one of.
  public void hide(String id) {
    var leaf = leafOf(id);
    if (leaf != null && !DockWindows.hold(leaf)) {
      setHidden(List.of(leaf), true);
    }
  }

  /// Hides the panels of a home wherever they lie; where all are hidden, shows them.
  public void toggle(Home home) {
    var leaves = leaves().filter(leaf -> leaf.holds(home) && !leaf.holds(Home.MIDDLE)).toList();
    setHidden(leaves, !leaves.stream().allMatch(DockLeaf::isHidden));
  }

  /// Whether the panels of the bottom have so little to say that they keep low.
  public void setLow(boolean low) {
    sizes.setLow(low);
    change();
  }

  /// Lets a panel be dragged by something beside its tab, such as a button of the rail.
  public void letDrag(Node handle, String id) {
    handle.setOnDragDetected(event -> {
      var board = handle.startDragAndDrop(TransferMode.MOVE);
      board.setContent(DragUtils.content(panel(id)));
      board.setDragView(handle.snapshot(null, null));
      event.consume();
    });
    handle.setOnDragDone(event -> {
      if (event.getGestureTarget() == null
          && DragUtils.extractDropTargetType(event.getDragboard()) == null) {
        windows.tearOff(panel(id));
      }
    });
  }

  /// What the middle is in.
  public Node middle() {
    return leaves().filter(leaf -> leaf.holds(Home.MIDDLE)).findFirst().orElseThrow();
  }

  /// What panels of these homes are in, except the middle, from the left and from above.
  public List<Node> stops(boolean left) {
    return leaves()
        .filter(leaf -> !leaf.holds(Home.MIDDLE) && leaf.holdsOnly(Home.LEFT) == left)
        .<Node>map(leaf -> leaf)
        .toList();
  }

  /// What lies in windows of its own.
  public List<TornOff> tornOff() {
    return windows.tornOff();
  }

  /// Tears panels off as they were in a window before this one.
  public void tearOff(List<TornOff> before) {
    for (var torn : before) {
      windows.tearOff(torn.ids().stream().map(this::panel).toList(), torn.at());
    }
  }

  /// Closes the windows of what is torn off.
  public void close() {
    windows.close();
  }

  DockWindows windows() {
    return windows;
  }

  Bento bento() {
    return bento;
  }

  Color accent() {
    return setting.appearance().palette().accent();
  }

  /// Makes the node of a panel that is about to be seen.
  void make(DockPanel panel) {
    if (!building) {
      panel.make();
    }
  }

  void setHidden(List<DockLeaf> leaves, boolean hidden) {
    leaves.forEach(leaf -> leaf.setHidden(hidden));
    change();
  }

  /// What the button says that brings a leaf back.
  String reveal(DockLeaf leaf) {
    var home = leaf.panels().map(DockPanel::home).findFirst().orElse(Home.BOTTOM);
    return texts.get("reveal." + home.name().toLowerCase(Locale.ROOT));
  }

  /// Brings what a window holds home, which closes it.
  void bringHome(DockWindow window) {
    var homes = homes();
    homes
        .keySet()
        .removeIf(id -> {
          var leaf = leafOf(id);
          return leaf != null
              && DockWindows.hold(leaf)
              && !window.equals(leaf.getScene().getWindow());
        });
    apply(tree.capture(root).complete(homes));
  }

  private SequencedMap<String, Home> homes() {
    var homes = new LinkedHashMap<String, Home>();
    panels.forEach((id, panel) -> homes.put(id, panel.home()));
    return homes;
  }

  private DockPanel panel(String id) {
    return Objects.requireNonNull(panels.get(id), id);
  }

  private @Nullable DockLeaf leafOf(String id) {
    var panel = panels.get(id);
    return panel == null ? null : (DockLeaf) panel.getContainer();
  }

  private Stream<DockLeaf> leaves() {
    return DockSizes.leaves(root);
  }

  private void apply(DockLayout layout) {
    building = true;
    leaves().forEach(leaf -> leaf.setPruneWhenEmpty(false));
    layout
        .tabs()
        .flatMap(tabs -> tabs.ids().stream())
        .map(this::panel)
        .forEach(panel ->
            panel.inContainer(leaf -> {
              leaf.removeDockable(panel);
            }));
    root = tree.build(layout);
    getChildren().setAll(root);
    building = false;
    leaves().map(DockLeaf::getSelectedDockable).forEach(shown -> make((DockPanel) shown));
    change();
  }

  private void follow(DockEvent event) {
    switch (event) {
      case DockEvent.DockableAdded added -> dress(added.container());
      case DockEvent.DockableRemoved removed -> dress(removed.container());
      default -> {}
    }
    if (!building) {
      change();
    }
  }

  private static void dress(DockContainer container) {
    if (container instanceof DockLeaf leaf && !leaf.getDockables().isEmpty()) {
      leaf.dress();
    }
  }

  private void change() {
    changed = true;
    requestLayout();
    listeners.forEach(Runnable::run);
  }

  private void keepDragged(MouseEvent event) {
    for (var node = event.getTarget() instanceof Node target ? target : null;
        node != null && !node.equals(this);
        node = node.getParent()) {
      if (node.getStyleClass().contains("split-pane-divider")
          && node.getParent() instanceof SplitPane branch) {
        boolean across = branch.getOrientation() == Orientation.HORIZONTAL;
        sizes.keep(branch, across ? getWidth() : getHeight());
        return;
      }
    }
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    if (changed || arrangedWidth != getWidth() || arrangedHeight != getHeight()) {
      root.layout();
      sizes.adopt(root);
      sizes.arrange(root, getWidth(), getHeight());
      changed = false;
      arrangedWidth = getWidth();
      arrangedHeight = getHeight();
    }
  }
}
