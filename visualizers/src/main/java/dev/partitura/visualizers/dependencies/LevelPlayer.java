package dev.partitura.visualizers.dependencies;

import javafx.animation.AnimationTimer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/// Lights one level after the other by itself; all of them take some ten seconds, and none is shown
/// longer than a moment. A timer runs only while it plays. On the FX thread.
final class LevelPlayer {
  private static final double SECONDS = 10;
  private static final double MOST_SECONDS_A_LEVEL = 0.6;

  private final DependencesModel model;
  private final BooleanProperty playing = new SimpleBooleanProperty(this, "playing");
  private double position;
  private final AnimationTimer timer =
      new AnimationTimer() {
        private long last;

        @Override
        public void start() {
          last = 0;
          super.start();
        }

        @Override
        public void handle(long now) {
          if (last != 0) {
            advance((now - last) / 1e9);
          }
          last = now;
        }
      };

  LevelPlayer(DependencesModel model) {
    this.model = model;
    model.mapProperty().addListener(_ -> stop());
  }

  BooleanProperty playingProperty() {
    return playing;
  }

  void toggle() {
    if (playing.get()) {
      stop();
    } else {
      start();
    }
  }

  private void start() {
    var map = model.map();
    if (map != null) {
      int lit = model.levelProperty().get();
      position = lit < 0 || lit + 1 >= map.layout().levels() ? 0 : lit;
      model.light((int) position);
      playing.set(true);
      timer.start();
    }
  }

  void stop() {
    playing.set(false);
    timer.stop();
  }

  /// Goes on by so many seconds of watching.
  void advance(double seconds) {
    var map = model.map();
    if (map == null || !playing.get()) {
      return;
    }
    int levels = map.layout().levels();
    position += seconds / Math.min(MOST_SECONDS_A_LEVEL, SECONDS / levels);
    int wanted = Math.min(levels - 1, (int) position);
    if (wanted != model.levelProperty().get()) {
      model.light(wanted);
    }
    if (position >= levels) {
      stop();
    }
  }
}
