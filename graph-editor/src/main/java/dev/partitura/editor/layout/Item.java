package dev.partitura.editor.layout;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One node of the drawing.
///
/// @param id the op's, or that of a terminal or block
/// @param title its name without the prefix of the block around it
/// @param ops the ops it stands for, those that make its weights among them; empty for a terminal
/// @param op the op where it stands for exactly one that is drawn itself
/// @param block the collapsed block it stands for
/// @param value the value of a terminal; empty for others
/// @param inSlots for an op the input place of each port on its left; for others the ports are
///   numbered
/// @param outValues values that leave it, one for each port on its right
public record Item(
    OpId id,
    Kind kind,
    String title,
    List<OpId> ops,
    @Nullable Op op,
    @Nullable Block block,
    String value,
    List<Integer> inSlots,
    List<String> outValues,
    double width,
    double height) {

  public enum Kind {
    OP,
    BLOCK,
    INPUT,
    OUTPUT
  }

  public Item {
    ops = List.copyOf(ops);
    inSlots = List.copyOf(inSlots);
    outValues = List.copyOf(outValues);
  }

  /// The ops that are selected with it: of an op that op alone, without what makes its weights.
  public List<OpId> chosen() {
    return op == null ? ops : List.of(op.id());
  }

  /// Height of port `port` of `count` above the lower or below the upper edge, from the centre;
  /// down is positive.
  public static double portOffset(int port, int count, double height) {
    double step = Math.min(14, (height - 12) / Math.max(1, count));
    return (port - (count - 1) / 2.0) * step;
  }

  public double inOffset(int port) {
    return portOffset(port, Math.max(1, inSlots.size()), height);
  }

  public double outOffset(int port) {
    return portOffset(port, Math.max(1, outValues.size()), height);
  }
}
