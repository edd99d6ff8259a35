package dev.partitura.editor.drawing;

import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.FrameBox;
import dev.partitura.editor.layout.Item;
import dev.partitura.editor.layout.Sketch;
import dev.partitura.editor.layout.Wire;
import dev.partitura.editor.routing.BoxIndex;
import dev.partitura.editor.routing.Detours;
import dev.partitura.editor.routing.Route;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.canvas.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A sketch in its place: everything a frame is painted from. Immutable; arrays are not to be
/// written.
@SuppressWarnings("ReferenceEquality")
public final class Drawing {
  public static final Drawing EMPTY =
      new Drawing(
          Sketch.EMPTY, Arrangement.EMPTY, new double[0], new double[0], List.of(), List.of());

  private static final int MOST_ROUTED = 300;
  private static final double NEAR = 0.75;

  private final Sketch sketch;
  private final Arrangement arrangement;
  private final double[] xs;
  private final double[] ys;
  private final List<double[]> routes;
  private final List<Box> bounds;
  private final List<Box> frames;
  private final Box extent;
  private @Nullable BoxIndex itemIndex;
  private @Nullable BoxIndex wireIndex;

  private Drawing(
      Sketch sketch,
      Arrangement arrangement,
      double[] xs,
      double[] ys,
      List<double[]> routes,
      List<Box> frames) {
    this.sketch = sketch;
    this.arrangement = arrangement;
    this.xs = xs;
    this.ys = ys;
    this.routes = List.copyOf(routes);
    this.frames = List.copyOf(frames);
    bounds = this.routes.stream().map(Route::bounds).toList();
    var box = Box.NOTHING;
    for (int i = 0; i < xs.length; i++) {
      box = box.with(box(i));
    }
    for (var frame : this.frames) {
      box = box.with(frame);
    }
    for (var bound : bounds) {
      box = box.with(bound);
    }
    extent = box;
  }

  public Sketch sketch() {
    return sketch;
  }

  /// Centre of each item.
  public double[] xs() {
    return xs;
  }

  public double[] ys() {
    return ys;
  }

  /// Of each wire, `x0, y0, x1, y1, …` from port to port.
  public List<double[]> routes() {
    return routes;
  }

  /// Around each route.
  public List<Box> bounds() {
    return bounds;
  }

  /// Around expanded blocks, in the order of the sketch.
  public List<Box> frames() {
    return frames;
  }

  /// Items that lie in a region, in their order. On one thread at a time.
  public int[] itemsIn(Box region) {
    var index = itemIndex;
    if (index == null) {
      index = new BoxIndex(boxes());
      itemIndex = index;
    }
    return index.meeting(region);
  }

  /// Wires that pass a region, in their order. On one thread at a time.
  public int[] wiresIn(Box region) {
    var index = wireIndex;
    if (index == null) {
      index = new BoxIndex(bounds);
      wireIndex = index;
    }
    return index.meeting(region);
  }

  private List<Box> boxes() {
    return IntStream.range(0, xs.length).mapToObj(this::box).toList();
  }

  /// Puts the items where the diagram says, else where the layout put them, shifted like their
  /// placed neighbours.
  public static Drawing of(Sketch sketch, Map<OpId, Position> placed, Arrangement arrangement) {
    return of(sketch, placed, arrangement, EMPTY);
  }

  /// The same, with the ways of lines of an earlier drawing of the sketch where nothing near them
  /// has moved since.
  public static Drawing of(
      Sketch sketch, Map<OpId, Position> placed, Arrangement arrangement, Drawing before) {
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
    boolean follows = before.sketch == sketch && before.arrangement == arrangement;
    return at(sketch, xs, ys, arrangement, follows ? before : null);
  }

  private static void settle(
      Sketch sketch, Arrangement arrangement, double[] xs, double[] ys, boolean[] known) {
    var laid = arrangement.centres();
    var shifts = shifts(sketch, laid, xs, ys, known);
    for (int i = 0; i < xs.length; i++) {
      if (!known[i]) {
        var at =
            laid.getOrDefault(
                sketch.items().get(i).id(),
                new Position(i % 8 * 184.0, Math.floorDiv(i, 8) * 96.0));
        var shift = shifts.getOrDefault(i, NO_SHIFT);
        xs[i] = at.x() + shift.x();
        ys[i] = at.y() + shift.y();
      }
    }
  }

  private static final Position NO_SHIFT = new Position(0, 0);

  /// How far the first placed neighbour of each other item is from where the layout put it.
  private static Map<Integer, Position> shifts(
      Sketch sketch, Map<OpId, Position> laid, double[] xs, double[] ys, boolean[] known) {
    var shifts = new HashMap<Integer, Position>();
    for (var wire : sketch.wires()) {
      boolean forward = known[wire.from()] && !known[wire.to()];
      if (forward || known[wire.to()] && !known[wire.from()]) {
        int placed = forward ? wire.from() : wire.to();
        var at = laid.get(sketch.items().get(placed).id());
        if (at != null) {
          shifts.putIfAbsent(
              forward ? wire.to() : wire.from(),
              new Position(xs[placed] - at.x(), ys[placed] - at.y()));
        }
      }
    }
    return shifts;
  }

  private static Drawing at(
      Sketch sketch, double[] xs, double[] ys, Arrangement arrangement, @Nullable Drawing before) {
    var moved = new boolean[xs.length];
    var changed = new boolean[xs.length];
    var upon = new ArrayList<Box>();
    for (int i = 0; i < xs.length; i++) {
      var at = arrangement.centres().get(sketch.items().get(i).id());
      moved[i] = at == null || isApart(at.x(), at.y(), xs[i], ys[i]);
      changed[i] = before == null ? moved[i] : isApart(before.xs[i], before.ys[i], xs[i], ys[i]);
      if (changed[i]) {
        upon.add(box(sketch, xs, ys, i));
        if (before != null) {
          upon.add(before.box(i));
        }
      }
    }
    var frames = frames(sketch, xs, ys, moved, arrangement);
    var routes = new ArrayList<double[]>(sketch.wires().size());
    var moving = new BoxIndex(upon);
    var unsettled = new ArrayList<Integer>();
    for (int w = 0; w < sketch.wires().size(); w++) {
      var wire = sketch.wires().get(w);
      boolean keeps = !moved[wire.from()] && !moved[wire.to()] && w < arrangement.bends().size();
      boolean still = !changed[wire.from()] && !changed[wire.to()];
      var route = wire.route(sketch, xs, ys, keeps ? arrangement.bends().get(w) : NO_BENDS);
      var known = before != null && still ? before.routes.get(w) : route;
      if (!upon.isEmpty()
          && (!still
              || moving.meeting(Route.bounds(known)).length > 0
              || moving.meeting(Route.bounds(route)).length > 0)) {
        unsettled.add(w);
        known = route;
      }
      routes.add(known);
    }
    if (!unsettled.isEmpty()) {
      lead(sketch, xs, ys, frames, unsettled, routes);
    }
    return new Drawing(sketch, arrangement, xs, ys, routes, frames);
  }

  private static boolean isApart(double x0, double y0, double x1, double y1) {
    return Math.abs(x0 - x1) > NEAR || Math.abs(y0 - y1) > NEAR;
  }

  /// Leads wires around what lies in their way.
  private static void lead(
      Sketch sketch,
      double[] xs,
      double[] ys,
      List<Box> frames,
      List<Integer> wires,
      List<double[]> routes) {
    var boxes = new ArrayList<Box>();
    for (int i = 0; i < xs.length; i++) {
      boxes.add(box(sketch, xs, ys, i));
    }
    frames.forEach(frame -> boxes.add(FrameBox.head(frame)));
    var detours = new Detours(boxes);
    int routed = 0;
    for (int w : wires) {
      var wire = sketch.wires().get(w);
      var route = routes.get(w);
      if (detours.isBlocked(route, wire.from(), wire.to())) {
        int end = route.length;
        routes.set(w, detours.route(route[0], route[1], route[end - 2], route[end - 1]));
        if (++routed == MOST_ROUTED) {
          return;
        }
      }
    }
  }

  private static final double[] NO_BENDS = {};

  private static List<Box> frames(
      Sketch sketch, double[] xs, double[] ys, boolean[] moved, Arrangement arrangement) {
    int count = xs.length;
    var left = new double[count];
    var top = new double[count];
    var right = new double[count];
    var bottom = new double[count];
    for (int i = 0; i < count; i++) {
      var box = box(sketch, xs, ys, i);
      left[i] = box.left();
      right[i] = box.right();
      top[i] = box.top();
      bottom[i] = box.bottom();
    }
    var around = FrameBox.around(sketch, left, top, right, bottom);
    var frames = new ArrayList<Box>();
    for (int f = 0; f < around.size(); f++) {
      boolean keeps =
          f < arrangement.frames().size()
              && sketch.frames().get(f).items().stream().noneMatch(item -> moved[item]);
      frames.add((keeps ? arrangement.frames().get(f) : around.get(f)).box());
    }
    return frames;
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
    var plain = sketch.wires().stream().map(wire -> wire.route(sketch, x, y, NO_BENDS)).toList();
    var nothing = new boolean[x.length];
    Arrays.fill(nothing, true);
    return new Drawing(
        sketch, Arrangement.EMPTY, x, y, plain, frames(sketch, x, y, nothing, Arrangement.EMPTY));
  }

  public List<Item> items() {
    return sketch.items();
  }

  public Box box(int item) {
    return box(sketch, xs, ys, item);
  }

  private static Box box(Sketch sketch, double[] xs, double[] ys, int item) {
    var node = sketch.items().get(item);
    return new Box(
        xs[item] - node.width() / 2,
        ys[item] - node.height() / 2,
        xs[item] + node.width() / 2,
        ys[item] + node.height() / 2);
  }

  /// Around everything.
  public Box extent() {
    return extent;
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
