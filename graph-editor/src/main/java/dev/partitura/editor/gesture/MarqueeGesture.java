package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.editor.layout.Item;
import dev.partitura.ui.canvas.Gesture;
import java.util.LinkedHashSet;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// Draws a rectangle and selects what it touches, with Shift in addition to what is selected. A
/// click beside everything selects nothing.
final class MarqueeGesture implements GraphGesture {
  private final GestureContext context;

  MarqueeGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    return hit instanceof Hit.Nothing ? new Draw(press) : null;
  }

  private final class Draw implements Gesture {
    private final MouseEvent press;
    private final Marquee marquee;

    Draw(MouseEvent press) {
      this.press = press;
      marquee = new Marquee(context.canvas(), press);
    }

    @Override
    public void drag(MouseEvent event) {
      marquee.show(event, context.session().palette().accent());
    }

    @Override
    public void release(MouseEvent event) {
      boolean adds = press.isShiftDown();
      var selection = context.selection();
      if (Gesture.isClick(press, event)) {
        if (!adds) {
          selection.clear();
        }
        return;
      }
      var chosen = new LinkedHashSet<Item>();
      if (adds) {
        selection.items(context.canvas().drawing()).forEach(i -> chosen.add(context.item(i)));
      }
      chosen.addAll(marquee.items(event));
      selection.select(chosen);
    }
  }
}
