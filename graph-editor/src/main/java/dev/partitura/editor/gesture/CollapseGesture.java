package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.editor.layout.Block;
import dev.partitura.ui.canvas.Gesture;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A double click opens a collapsed block, and on the head of its frame closes it.
final class CollapseGesture implements GraphGesture {
  private final GestureContext context;

  CollapseGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    var block = press.getClickCount() == 2 ? block(hit) : null;
    if (block == null) {
      return null;
    }
    context.actions().blocks().toggle(block);
    return DONE;
  }

  private @Nullable Block block(Hit hit) {
    return switch (hit) {
      case Hit.Node(int item) -> context.item(item).block();
      case Hit.FrameHead(int frame) ->
          context.canvas().drawing().sketch().frames().get(frame).block();
      case Hit.InPort _, Hit.OutPort _, Hit.Line _, Hit.Nothing _ -> null;
    };
  }
}
