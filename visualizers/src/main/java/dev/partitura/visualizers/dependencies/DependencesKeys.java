package dev.partitura.visualizers.dependencies;

import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/// What keys do on the levels besides moving about: arrows walk along the edges that were waited
/// for and within a level, comma and full stop step through the levels, space plays them, 1 to 4
/// choose the arrows, Esc takes back.
final class DependencesKeys {
  private final DependencesModel model;
  private final LevelPlayer player;

  DependencesKeys(Node canvas, DependencesModel model, LevelPlayer player) {
    this.model = model;
    this.player = player;
    canvas.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
  }

  private void pressed(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown() || event.isConsumed()) {
      return;
    }
    boolean known = true;
    switch (event.getCode()) {
      case LEFT -> model.walk(-1);
      case RIGHT -> model.walk(1);
      case UP -> model.walkBeside(-1);
      case DOWN -> model.walkBeside(1);
      case COMMA -> model.step(-1);
      case PERIOD -> model.step(1);
      case SPACE -> player.toggle();
      case DIGIT1 -> model.askedProperty().set(Arrows.Asked.ONE_HOP);
      case DIGIT2 -> model.askedProperty().set(Arrows.Asked.ANCESTORS);
      case DIGIT3 -> model.askedProperty().set(Arrows.Asked.DESCENDANTS);
      case DIGIT4 -> model.askedProperty().set(Arrows.Asked.PLAN);
      case ESCAPE -> {
        player.stop();
        model.escape();
      }
      default -> known = false;
    }
    if (known) {
      event.consume();
    }
  }
}
