package dev.partitura.editor.painter;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Palette;
import java.util.List;
import javafx.scene.paint.Color;

/// How much of a quantity each node of a drawing has, and its hue: from cold to hot by the root of
/// the share of the node that has most, so that small ones still differ.
public final class Heat {
  private final NodeColor quantity;
  private final NetworkFacts facts;
  private final MeasuredTimes times;
  private final double most;

  public Heat(NodeColor quantity, Drawing drawing, NetworkFacts facts, MeasuredTimes times) {
    this.quantity = quantity;
    this.facts = facts;
    this.times = times;
    most = drawing.items().stream().mapToDouble(item -> of(item.ops())).max().orElse(0);
  }

  double of(List<OpId> ops) {
    return switch (quantity) {
      case TIME -> times.nanos(ops);
      case FLOPS -> facts.flops(ops);
      case BYTES -> ops.stream().mapToDouble(facts::movedBytes).sum();
      case MEMORY ->
          ops.stream().mapToDouble(op -> facts.parameterBytes(op) + facts.outputBytes(op)).sum();
      case DEVICE, KIND -> 0;
    };
  }

  /// The quantity with its unit; a dash where there is none.
  public String text(double amount) {
    return amount <= 0
        ? Format.NONE
        : switch (quantity) {
          case TIME -> Format.time(amount);
          case FLOPS -> Format.flops(amount);
          case BYTES, MEMORY -> Format.bytes(amount);
          case DEVICE, KIND -> Format.NONE;
        };
  }

  /// What the hottest node has.
  public double most() {
    return most;
  }

  Color hue(List<OpId> ops, Palette palette) {
    return hue(most == 0 ? 0 : Math.min(1, of(ops) / most), palette);
  }

  /// @param share of the hottest, 0 to 1
  public static Color hue(double share, Palette palette) {
    var cold = palette.canvas().interpolate(palette.text(), 0.28);
    var warm = palette.warn();
    double root = Math.sqrt(share);
    return root < 0.6
        ? cold.interpolate(warm, root / 0.6)
        : warm.interpolate(palette.bad(), (root - 0.6) / 0.4);
  }
}
