package dev.partitura.ui.docking;

import javafx.geometry.Insets;
import javafx.scene.AccessibleAttribute;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import software.coley.bentofx.control.Header;
import software.coley.bentofx.control.HeaderPane;
import software.coley.bentofx.dockable.Dockable;

/// The tab of a panel. Only the tab that is seen takes part in going round by Tab and F6, as to
/// have the focus is to be chosen; the arrows go from one to the next, Space and Enter into the
/// panel.
final class DockTab extends Header {
  private static final Insets ROOM = new Insets(6, 14, 6, 14);

  private boolean selected;

  DockTab(Dockable dockable, HeaderPane pane, Runnable enter) {
    super(dockable, pane);
    setFocusTraversable(false);
    if (face() instanceof BorderPane frame && frame.getCenter() instanceof GridPane words) {
      // The gap is for an icon, and ours have none.
      words.setHgap(0);
      words.setPadding(ROOM);
    }
    accessibleTextProperty().bind(dockable.titleProperty());
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            enter.run();
            event.consume();
          }
        });
  }

  @Override
  public void setSelected(boolean now) {
    super.setSelected(now);
    selected = now;
    setFocusTraversable(now);
    notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTED);
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return attribute == AccessibleAttribute.SELECTED
        ? selected
        : super.queryAccessibleAttribute(attribute, parameters);
  }

  @Override
  protected double computePrefWidth(double height) {
    return face().prefWidth(-1);
  }

  private Region face() {
    return (Region) getChildrenUnmodifiable().getFirst();
  }

  /// Fills the tab, where the library's own leaves the words at the upper edge.
  @Override
  protected void layoutChildren() {
    face().resizeRelocate(0, 0, Math.max(getWidth(), prefWidth(-1)), getHeight());
  }
}
