package dev.partitura.ui.docking;

import dev.partitura.ui.theme.Icons;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import software.coley.bentofx.dockable.Dockable;
import software.coley.bentofx.layout.container.DockContainerLeaf;

/// A place for panels, of which one is seen. A hidden one is a strip with the button that brings it
/// back.
final class DockLeaf extends DockContainerLeaf {
  private static final int HINT_EDGE = 2;

  private final Docks docks;
  private final Button reveal;
  private boolean hidden;

  DockLeaf(Docks docks, String id) {
    super(docks.bento(), id);
    this.docks = docks;
    reveal = Icons.button(Feather.CHEVRON_RIGHT, "", () -> docks.setHidden(List.of(this), false));
    reveal.getStyleClass().add("dock-reveal");
    reveal.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
    reveal.setVisible(false);
    reveal.setManaged(false);
    getChildren().add(reveal);
    var clip = new Rectangle();
    clip.widthProperty().bind(widthProperty());
    clip.heightProperty().bind(heightProperty());
    setClip(clip);
  }

  Stream<DockPanel> panels() {
    return getDockables().stream().map(DockPanel.class::cast);
  }

  boolean holds(Home home) {
    return panels().anyMatch(panel -> panel.home() == home);
  }

  boolean holdsOnly(Home home) {
    return !getDockables().isEmpty() && panels().allMatch(panel -> panel.home() == home);
  }

  boolean isHidden() {
    return hidden;
  }

  void setHidden(boolean now) {
    hidden = now;
    for (var child : getChildren()) {
      child.setVisible(child.equals(reveal) == now);
    }
    reveal.setManaged(now);
  }

  /// Where the button that brings this back points, and what it says.
  void point(Feather towards) {
    var text = docks.reveal(this);
    reveal.setGraphic(Icons.of(towards));
    reveal.getTooltip().setText(text);
    reveal.setAccessibleText(text);
  }

  /// What is docked here decides how it is dressed: what the rail chooses, and the middle, need no
  /// tabs.
  void dress() {
    boolean places = holdsOnly(Home.LEFT);
    setSide(places || holds(Home.MIDDLE) ? null : Side.TOP);
    mark("left-panel", places);
    mark("inspector", holdsOnly(Home.RIGHT));
    mark("view-tabs", holds(Home.BOTTOM));
    mark("panel", !holds(Home.MIDDLE));
  }

  private void mark(String style, boolean on) {
    getStyleClass().remove(style);
    if (on) {
      getStyleClass().add(style);
    }
  }

  @Override
  public boolean selectDockable(@Nullable Dockable dockable) {
    if (dockable instanceof DockPanel panel) {
      docks.make(panel);
    }
    return super.selectDockable(dockable);
  }

  /// Stays where it is: the library gives a leaf the focus whenever one of its tabs is chosen, also
  /// by a program, and a leaf has no use for keys.
  @Override
  public void requestFocus() {}

  /// Does nothing: a click on the tab that is seen hides nothing here.
  @Override
  public boolean toggleCollapse(@Nullable Dockable dockable) {
    return false;
  }

  /// Nothing covers the middle; panels come beside it.
  @Override
  public boolean canReceiveDockable(Dockable dockable, @Nullable Side side) {
    return !(side == null && holds(Home.MIDDLE)) && super.canReceiveDockable(dockable, side);
  }

  /// Shows in the colour of the theme where a dragged panel would go.
  @Override
  public void drawCanvasHint(Region target, @Nullable Side side) {
    var area = sceneToLocal(target.localToScene(target.getLayoutBounds()));
    double halfWidth = area.getWidth() / 2;
    double halfHeight = area.getHeight() / 2;
    boolean sideways = side == Side.LEFT || side == Side.RIGHT;
    boolean upright = side == Side.TOP || side == Side.BOTTOM;
    getCanvas().clear();
    getCanvas()
        .fillBorderedRect(
            area.getMinX() + (side == Side.RIGHT ? halfWidth : 0),
            area.getMinY() + (side == Side.BOTTOM ? halfHeight : 0),
            sideways ? halfWidth : area.getWidth(),
            upright ? halfHeight : area.getHeight(),
            HINT_EDGE,
            argb(docks.accent(), 0.2),
            argb(docks.accent(), 0.8));
    getCanvas().commit();
  }

  private static int argb(Color color, double opacity) {
    return (int) (opacity * 255) << 24
        | (int) (color.getRed() * 255) << 16
        | (int) (color.getGreen() * 255) << 8
        | (int) (color.getBlue() * 255);
  }
}
