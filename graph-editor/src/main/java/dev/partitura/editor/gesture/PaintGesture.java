package dev.partitura.editor.gesture;

import dev.partitura.editor.drawing.Hit;
import dev.partitura.editor.edit.PaintOps;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.canvas.Gesture;
import dev.partitura.ui.session.History;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// With a brush in hand, paints every node that the pointer touches; on the head of a frame the
/// whole block.
final class PaintGesture implements GraphGesture {
  private final GestureContext context;

  PaintGesture(GestureContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Gesture begin(MouseEvent press, Hit hit) {
    var brush = context.session().brushProperty().get();
    if (brush == null || press.isShiftDown()) {
      return null;
    }
    var touched = ops(hit);
    if (touched == null) {
      return null;
    }
    var stroke = new Stroke(brush);
    stroke.paint(touched);
    return stroke;
  }

  /// The ops of what lies under the pointer, or null where nothing can be painted.
  private @Nullable List<OpId> ops(Hit hit) {
    return switch (hit) {
      case Hit.Node(int item) -> context.item(item).ops();
      case Hit.InPort(int item, int _) -> context.item(item).ops();
      case Hit.OutPort(int item, int _) -> context.item(item).ops();
      case Hit.FrameHead(int frame) ->
          context.canvas().drawing().sketch().frames().get(frame).block().allOps();
      case Hit.Line _, Hit.Nothing _ -> null;
    };
  }

  private final class Stroke implements Gesture {
    private final DeviceId device;
    private final History.Gesture history;
    private final Set<OpId> painted = new HashSet<>();

    Stroke(DeviceId device) {
      this.device = device;
      history = context.session().history().begin(context.actions().paintLabel(device));
    }

    void paint(List<OpId> ops) {
      if (painted.addAll(ops)) {
        try {
          history.replace(new PaintOps(painted, device, ""));
        } catch (ProblemException refused) {
          context.session().notices().show(refused);
        }
      }
    }

    @Override
    public void drag(MouseEvent event) {
      var hit = context.canvas().hit(event.getX(), event.getY());
      var ops = hit instanceof Hit.FrameHead ? null : ops(hit);
      if (ops != null) {
        paint(ops);
      }
    }

    @Override
    public void release(MouseEvent event) {
      history.end();
    }

    @Override
    public void cancel() {
      history.cancel();
    }
  }
}
