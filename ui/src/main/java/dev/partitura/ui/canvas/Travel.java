package dev.partitura.ui.canvas;

import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;

/// Takes a viewport to a far one: gliding, so that the eye can follow, or at once where nobody sees
/// it or no motion is wanted. On the FX thread.
public final class Travel {
  private final Node node;
  private final ObservableBooleanValue motion;
  private final Supplier<Viewport> from;
  private final Consumer<Viewport> show;
  private final Glide glide = new Glide();

  /// @param node what shows the viewport
  /// @param motion whether things may move by themselves
  /// @param from the viewport at present
  /// @param show shows another
  public Travel(
      Node node, ObservableBooleanValue motion, Supplier<Viewport> from, Consumer<Viewport> show) {
    this.node = node;
    this.motion = motion;
    this.from = from;
    this.show = show;
  }

  public void to(Viewport target) {
    glide.stop();
    if (isSeen()) {
      var start = from.get();
      glide.start(share -> show.accept(share < 1 ? start.towards(target, share) : target));
    } else {
      show.accept(target);
    }
  }

  /// Leaves off where it is, because somebody moves the viewport by hand.
  public void stop() {
    glide.stop();
  }

  private boolean isSeen() {
    var scene = node.getScene();
    return motion.get()
        && scene != null
        && scene.getWindow() != null
        && scene.getWindow().isShowing();
  }
}
