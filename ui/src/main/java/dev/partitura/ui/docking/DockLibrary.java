package dev.partitura.ui.docking;

import dev.partitura.ui.theme.Icons;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import software.coley.bentofx.Bento;
import software.coley.bentofx.building.DockBuilding;
import software.coley.bentofx.building.StageBuilding;
import software.coley.bentofx.control.DragDropStage;
import software.coley.bentofx.dockable.Dockable;
import software.coley.bentofx.layout.container.DockContainerLeaf;

/// The docking library with our leaves, tabs and windows.
final class DockLibrary extends Bento {
  private final Docks docks;
  private final Docks.Setting setting;

  DockLibrary(Docks docks, Docks.Setting setting) {
    this.docks = docks;
    this.setting = setting;
    controlsBuilding()
        .setHeaderFactory((panel, pane) ->
            new DockTab(panel, pane, () -> setting.enter().accept(pane.getContentWrapper()))
                .withDragDrop());
    controlsBuilding()
        .setHeadersFactory(
            (leaf, orientation, side) -> new DockTabs((DockLeaf) leaf, orientation, side));
    controlsBuilding().setHeaderPaneFactory(leaf -> new DockFrame(leaf, tools(leaf)));
    stageBuilding().setStageFactory(_ -> new DockWindow(docks));
    stageBuilding()
        .setSceneFactory((_, content, width, height) -> {
          var scene = new Scene(content, width, height);
          setting.appearance().dress(scene);
          setting.opened().accept(scene);
          return scene;
        });
  }

  /// What can be done with the tabs of a leaf, shown where a panel of the bottom is among them.
  private Node tools(DockContainerLeaf made) {
    var texts = setting.appearance().texts(Docks.class);
    var leaf = (DockLeaf) made;
    var tearOff =
        Icons.button(
            Feather.EXTERNAL_LINK,
            texts.get("tearOff"),
            () -> docks.windows().tearOffSelected(leaf));
    tearOff.getStyleClass().add("tear-off");
    var hide =
        Icons.button(Feather.CHEVRON_DOWN, texts.get("hide"), () -> docks.windows().putAway(leaf));
    var seen = leaf.selectedDockableProperty().map(Dockable::getIdentifier);
    var tools = new HBox(setting.mark().apply(seen), tearOff, hide);
    tools.getStyleClass().add("dock-tools");
    return tools;
  }

  @Override
  protected DockBuilding newDockBuilding() {
    return new DockBuilding(this) {
      @Override
      public DockContainerLeaf leaf(String id) {
        return new DockLeaf(docks, id);
      }
    };
  }

  @Override
  protected StageBuilding newStageBuilding() {
    return new StageBuilding(this) {
      // With no owner, so that it can lie behind the main window.
      @Override
      public DragDropStage newStageForDockable(
          @Nullable Scene source, Dockable panel, double width, double height) {
        var window = super.newStageForDockable(null, panel, width, height);
        window.setTitle(panel.getTitle() + " — Partitura");
        return window;
      }
    };
  }
}
