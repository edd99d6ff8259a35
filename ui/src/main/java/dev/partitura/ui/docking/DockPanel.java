package dev.partitura.ui.docking;

import java.util.function.Supplier;
import javafx.scene.Node;
import software.coley.bentofx.Bento;
import software.coley.bentofx.dockable.Dockable;

/// Something that can be docked. Its node is made when it is first shown.
final class DockPanel extends Dockable {
  private final Home home;
  private final Supplier<Node> create;

  DockPanel(Bento bento, Docks.Panel panel) {
    super(bento, panel.id());
    home = panel.home();
    create = panel.create();
    setTitle(panel.title());
    setClosable(false);
    setCanBeDragged(home != Home.MIDDLE);
    setCanBeDroppedToNewWindow(home != Home.MIDDLE);
  }

  Home home() {
    return home;
  }

  void make() {
    if (getNode() == null) {
      setNode(create.get());
    }
  }
}
