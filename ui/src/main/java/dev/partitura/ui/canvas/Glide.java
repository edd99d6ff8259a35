package dev.partitura.ui.canvas;

import java.util.function.DoubleConsumer;
import javafx.animation.AnimationTimer;

/// Moves something from one state to another within 150 ms, slow at both ends. On the FX thread.
public final class Glide {
  private static final double NANOS = 150e6;

  private final AnimationTimer timer =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          step(now);
        }
      };
  private DoubleConsumer stepped = _ -> {};
  private long begun;

  /// Begins anew.
  ///
  /// @param step called once a frame with the share of the way, the last time with 1
  public void start(DoubleConsumer step) {
    stepped = step;
    begun = 0;
    step.accept(0);
    timer.start();
  }

  /// Leaves off where it is.
  public void stop() {
    timer.stop();
  }

  private void step(long now) {
    begun = begun == 0 ? now : begun;
    double share = Math.min(1, (now - begun) / NANOS);
    if (share >= 1) {
      timer.stop();
    }
    stepped.accept(share * share * (3 - 2 * share));
  }
}
