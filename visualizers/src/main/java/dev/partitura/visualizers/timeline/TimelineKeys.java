package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.ZoomPan;
import dev.partitura.ui.session.Session;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/// What keys do on the timeline besides moving about in it: arrows step, M marks, space plays, Esc
/// takes back, `/` finds.
final class TimelineKeys {
  private final TimelineModel model;
  private final Session session;
  private final ZoomPan zoomPan;
  private final Runnable find;

  /// @param find puts the cursor into the search field
  TimelineKeys(Node canvas, TimelineModel model, Session session, ZoomPan zoomPan, Runnable find) {
    this.model = model;
    this.session = session;
    this.zoomPan = zoomPan;
    this.find = find;
    canvas.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    canvas.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
  }

  /// The slash is answered when it is typed: on its press the field would get the focus first and
  /// then the slash too.
  private void typed(KeyEvent event) {
    if (event.getCharacter().equals("/")) {
      find.run();
      event.consume();
    }
  }

  private void pressed(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    boolean known = true;
    switch (event.getCode()) {
      case M -> model.toggleMark(model.time().toWorld(zoomPan.focusX()));
      case LEFT -> model.steps().step(-1);
      case RIGHT -> model.steps().step(1);
      case UP -> model.steps().stepRow(-1);
      case DOWN -> model.steps().stepRow(1);
      case SPACE ->
          session.playhead().playingProperty().set(!session.playhead().playingProperty().get());
      case ESCAPE -> known = model.escape();
      default -> known = false;
    }
    if (known) {
      event.consume();
    }
  }
}
