package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.canvas.Gesture;
import java.util.LinkedHashSet;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// With a brush in hand, paints what a rectangle begun beside the nodes touches.
final class PaintAreaGesture implements GraphGesture {
  private final GestureContext context;

  PaintAreaGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    var brush = context.session().brushProperty().get();
    return brush == null || press.isShiftDown() ? null : new Draw(press, brush);
  }

  private final class Draw implements Gesture {
    private final MouseEvent press;
    private final DeviceId device;
    private final Marquee marquee;

    Draw(MouseEvent press, DeviceId device) {
      this.press = press;
      this.device = device;
      marquee = new Marquee(context.canvas(), press);
    }

    @Override
    public void drag(MouseEvent event) {
      marquee.show(event, context.session().deviceColor(device));
    }

    @Override
    public void release(MouseEvent event) {
      if (!Gesture.isClick(press, event)) {
        var ops = new LinkedHashSet<OpId>();
        marquee.items(event).forEach(item -> ops.addAll(item.ops()));
        context.actions().paint(ops, device);
      }
    }
  }
}
