package dev.partitura.editor.drawing;

import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.FrameBox;
import dev.partitura.editor.layout.Item;
import dev.partitura.editor.layout.Sketch;
import dev.partitura.editor.layout.Wire;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.canvas.Box;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A sketch in its place: everything a frame is painted from. Immutable; arrays are not to be
/// written.
///
/// @param xs centre of each item
/// @param routes of each wire, `x0, y0, x1, y1, …` from port to port
/// @param bounds around each route
/// @param frames around expanded blocks, in the order of the sketch
public record Drawing(
    Sketch sketch,
    double[] xs,
    double[] ys,
    List<double[]> routes,
    List<Box> bounds,
    List<Box> frames) {
  public static final Drawing EMPTY =
      new Drawing(Sketch.EMPTY, new double[0], new double[0], List.of(), List.of(), List.of());

  /// Puts the items where the diagram says, else where the layout put them, shifted like their
  /// placed neighbours.
  public static Drawing of(Sketch sketch, Map<OpId, Position> placed, Arrangement arrangement) {
    int count = sketch.items().size();
    var xs = new double[count];
    var ys = new double[count];
    var known = new boolean[count];
    for (int i = 0; i < count; i++) {
      var at = placed.get(sketch.items().get(i).id());
      if (at != null) {
        xs[i] = at.x();
        ys[i] = at.y();
        known[i] = true;
      }
    }
    settle(sketch, arrangement, xs, ys, known);
    return at(sketch, xs, ys, arrangement);
  }

  private static void settle(
      Sketch sketch, Arrangement arrangement, double[] xs, double[] ys, boolean[] known) {
    var laid = arrangement.centres();
    for (int i = 0; i < xs.length; i++) {
      if (known[i]) {
        continue;
      }
      var at =
          laid.getOrDefault(
              sketch.items().get(i).id(), new Position(i % 8 * 184.0, Math.floorDiv(i, 8) * 96.0));
      double dx = 0;
      double dy = 0;
      for (var wire : sketch.wires()) {
        int other = wire.from() == i ? wire.to() : wire.to() == i ? wire.from() : -1;
        var neighbour =
            other < 0 || !known[other] ? null : laid.get(sketch.items().get(other).id());
        if (neighbour != null) {
          dx = xs[other] - neighbour.x();
          dy = ys[other] - neighbour.y();
          break;
        }
      }
      xs[i] = at.x() + dx;
      ys[i] = at.y() + dy;
    }
  }

  private static Drawing at(Sketch sketch, double[] xs, double[] ys, Arrangement arrangement) {
    var moved = new boolean[xs.length];
    for (int i = 0; i < xs.length; i++) {
      var at = arrangement.centres().get(sketch.items().get(i).id());
      moved[i] = at == null || Math.abs(at.x() - xs[i]) > 0.5 || Math.abs(at.y() - ys[i]) > 0.5;
    }
    var routes = new ArrayList<double[]>(sketch.wires().size());
    var bounds = new ArrayList<Box>(sketch.wires().size());
    for (int w = 0; w < sketch.wires().size(); w++) {
      var wire = sketch.wires().get(w);
      var bends =
          moved[wire.from()] || moved[wire.to()] || w >= arrangement.bends().size()
              ? NO_BENDS
              : arrangement.bends().get(w);
      var from = sketch.items().get(wire.from());
      var to = sketch.items().get(wire.to());
      var route = new double[bends.length + 4];
      route[0] = xs[wire.from()] + from.width() / 2;
      route[1] = ys[wire.from()] + from.outOffset(wire.outPort());
      System.arraycopy(bends, 0, route, 2, bends.length);
      route[route.length - 2] = xs[wire.to()] - to.width() / 2;
      route[route.length - 1] = ys[wire.to()] + to.inOffset(wire.inPort());
      routes.add(route);
      bounds.add(Route.bounds(route));
    }
    return new Drawing(
        sketch, xs, ys, List.copyOf(routes), List.copyOf(bounds), frames(sketch, xs, ys));
  }

  private static final double[] NO_BENDS = {};

  private static List<Box> frames(Sketch sketch, double[] xs, double[] ys) {
    int count = xs.length;
    var left = new double[count];
    var top = new double[count];
    var right = new double[count];
    var bottom = new double[count];
    for (int i = 0; i < count; i++) {
      var item = sketch.items().get(i);
      left[i] = xs[i] - item.width() / 2;
      right[i] = xs[i] + item.width() / 2;
      top[i] = ys[i] - item.height() / 2;
      bottom[i] = ys[i] + item.height() / 2;
    }
    return FrameBox.around(sketch, left, top, right, bottom).stream()
        .map(f -> new Box(f.left(), f.top(), f.right(), f.bottom()))
        .toList();
  }

  /// On the way from another drawing to this one: items that both show are `share` of the way
  /// along, lines are plain.
  public Drawing between(Drawing start, double share) {
    var from = start.sketch().indexes();
    var x = xs.clone();
    var y = ys.clone();
    for (int i = 0; i < x.length; i++) {
      var old = from.get(sketch.items().get(i).id());
      if (old != null) {
        x[i] = start.xs[old] + (xs[i] - start.xs[old]) * share;
        y[i] = start.ys[old] + (ys[i] - start.ys[old]) * share;
      }
    }
    return at(sketch, x, y, Arrangement.EMPTY);
  }

  public List<Item> items() {
    return sketch.items();
  }

  public Box box(int item) {
    var node = sketch.items().get(item);
    return new Box(
        xs[item] - node.width() / 2,
        ys[item] - node.height() / 2,
        xs[item] + node.width() / 2,
        ys[item] + node.height() / 2);
  }

  /// Around everything.
  public Box extent() {
    var box = Box.NOTHING;
    for (int i = 0; i < xs.length; i++) {
      box = box.with(box(i));
    }
    for (var frame : frames) {
      box = box.with(frame);
    }
    for (var bound : bounds) {
      box = box.with(bound);
    }
    return box;
  }

  /// Centre of every item.
  public Map<OpId, Position> positions() {
    var positions = new LinkedHashMap<OpId, Position>();
    for (int i = 0; i < xs.length; i++) {
      positions.put(sketch.items().get(i).id(), new Position(xs[i], ys[i]));
    }
    return positions;
  }

  /// Items that read what an item makes, each once.
  public List<Integer> readers(int item) {
    return sketch.wires().stream()
        .filter(wire -> wire.from() == item)
        .map(Wire::to)
        .distinct()
        .toList();
  }

  /// Items that make what an item reads, each once.
  public List<Integer> producers(int item) {
    return sketch.wires().stream()
        .filter(wire -> wire.to() == item)
        .map(Wire::from)
        .distinct()
        .toList();
  }
}
