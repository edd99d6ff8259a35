package dev.partitura.ui.docking;

import javafx.stage.WindowEvent;
import software.coley.bentofx.control.DragDropStage;

/// A window of panels that were torn off. Closing it brings them home.
final class DockWindow extends DragDropStage {
  DockWindow(Docks docks) {
    super(true);
    setMinWidth(320);
    setMinHeight(200);
    addEventFilter(WindowEvent.WINDOW_CLOSE_REQUEST, _ -> docks.bringHome(this));
  }
}
