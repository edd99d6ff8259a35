package dev.partitura.editor.layout;

import dev.partitura.engine.network.OpId;
import java.util.List;

/// One line of the drawing: a value on its way from a node to another. A line into a collapsed
/// block may stand for several readers.
///
/// @param from index of the item it leaves
/// @param outPort which of its ports
/// @param to index of the item it enters
/// @param readers ops that read the value there; empty when it ends in an output of the network
public record Wire(String value, int from, int outPort, int to, int inPort, List<OpId> readers) {
  public Wire {
    readers = List.copyOf(readers);
  }

  /// Its whole way, from port to port, in the drawing of a sketch.
  ///
  /// @param xs middle of each item
  /// @param bends what it passes between its ends, `x0, y0, x1, y1, …`
  public double[] route(Sketch sketch, double[] xs, double[] ys, double[] bends) {
    var source = sketch.items().get(from);
    var target = sketch.items().get(to);
    var route = new double[bends.length + 4];
    route[0] = xs[from] + source.width() / 2;
    route[1] = ys[from] + source.outOffset(outPort);
    System.arraycopy(bends, 0, route, 2, bends.length);
    route[route.length - 2] = xs[to] - target.width() / 2;
    route[route.length - 1] = ys[to] + target.inOffset(inPort);
    return route;
  }
}
