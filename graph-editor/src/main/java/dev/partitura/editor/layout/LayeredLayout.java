package dev.partitura.editor.layout;

import dev.partitura.editor.layout.Level.Role;
import dev.partitura.editor.layout.Opening.Room;
import dev.partitura.editor.routing.Detours;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.canvas.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Places a sketch: every frame on its own, the innermost first, then as one box in the frame
/// around it. Rows wrap in each of them, and frames that hold the same are laid out once, so that a
/// network of thousands of ops in equal blocks takes little longer than one block. Deterministic.
/// Never on the FX thread.
public final class LayeredLayout {
  private static final double LONGEST = 700;
  private static final double INSIDE = 2.6;

  /// Lengths of rows inside blocks that are tried, and how much flatter or taller the whole is.
  private static final double[] LONGEST_INSIDE = {1000, 620, 1700};

  private static final double[] SHAPES = {1, 1.35, 0.75};
  private static final int MOST_LAYERED = 400;
  private static final int MOST_ROUTED = 2000;
  private static final int WHOLE = -1;

  private final Sketch sketch;
  private final double aspect;
  private final double longestInside;
  private final Rows rows;
  private final int[] frameOfItem;
  private final List<List<Integer>> childFrames = new ArrayList<>();
  private final List<List<Integer>> ownItems = new ArrayList<>();
  private final Plan[] plans;
  private final double[] xs;
  private final double[] ys;
  private final FrameBox[] frames;

  /// What is laid out in one frame; the whole drawing is the last.
  private static final class Plan {
    final Level level = new Level();
    final Map<Integer, Integer> memberOfItem = new HashMap<>();
    final Map<Integer, Integer> memberOfFrame = new HashMap<>();

    /// Points where lines enter or leave, by the wire's source and port, with the lines that meet
    /// there once the frame's size is known.
    final Map<Long, Integer> entries = new LinkedHashMap<>();

    final Map<Long, Integer> exits = new LinkedHashMap<>();
    Level.Placed placed = new Level.Placed(new double[0], new double[0], List.of());
    double left;
    double top;
    double width;
    double height;
    double x;
    double y;
  }

  /// Rows before they are broken, by what is in them: the same for every try.
  private record Rows(Map<Object, Level.Placed> known, Cancellation cancellation) {
    Level.Placed of(Level level) {
      return known.computeIfAbsent(
          level.shape(),
          _ ->
              level.members().size() > MOST_LAYERED
                  ? QuickLayers.place(level)
                  : LevelLayout.place(level, cancellation));
    }
  }

  private LayeredLayout(Sketch sketch, double aspect, double longestInside, Rows rows) {
    this.sketch = sketch;
    this.aspect = aspect;
    this.longestInside = longestInside;
    this.rows = rows;
    int count = sketch.frames().size();
    plans = new Plan[count + 1];
    frames = new FrameBox[count];
    xs = new double[sketch.items().size()];
    ys = new double[xs.length];
    frameOfItem = new int[xs.length];
    Arrays.fill(frameOfItem, WHOLE);
    for (int f = 0; f <= count; f++) {
      plans[f] = new Plan();
      childFrames.add(new ArrayList<>());
      ownItems.add(new ArrayList<>());
    }
    for (int f = 0; f < count; f++) {
      int frame = f;
      childFrames.get(plan(sketch.frames().get(f).parent())).add(f);
      sketch.frames().get(f).items().forEach(item -> frameOfItem[item] = frame);
    }
    for (int i = 0; i < xs.length; i++) {
      ownItems.get(plan(frameOfItem[i])).add(i);
    }
  }

  private int plan(int frame) {
    return frame == WHOLE ? plans.length - 1 : frame;
  }

  /// Places everything for a window of the usual size.
  public static Arrangement arrange(Sketch sketch, Cancellation cancellation) {
    return arrange(sketch, Room.USUAL, cancellation);
  }

  /// Places everything, so that it is as large as can be in the room. A cancelled layout gives
  /// [Arrangement#EMPTY].
  public static Arrangement arrange(Sketch sketch, Room room, Cancellation cancellation) {
    if (sketch.items().isEmpty()) {
      return Arrangement.EMPTY;
    }
    var rows = new Rows(new HashMap<>(), cancellation);
    LayeredLayout best = null;
    double largest = 0;
    for (double inside : sketch.frames().isEmpty() ? new double[] {LONGEST} : LONGEST_INSIDE) {
      for (double shape : SHAPES) {
        var layout = new LayeredLayout(sketch, room.aspect() * shape, inside, rows);
        layout.place();
        if (cancellation.isCancelled()) {
          return Arrangement.EMPTY;
        }
        double scale = Math.min(1, room.scale(layout.size()));
        // A later try must be worth it.
        if (best == null || scale > largest * 1.04) {
          best = layout;
          largest = scale;
        }
      }
    }
    return Objects.requireNonNull(best).arrangement();
  }

  /// Width and height of the whole.
  private Box size() {
    var whole = plans[plans.length - 1];
    return new Box(0, 0, whole.width, whole.height);
  }

  private void place() {
    members();
    // Inner frames come behind outer ones, so that each is ready when the one around it needs it.
    for (int f = plans.length - 2; f >= 0; f--) {
      lines(f);
    }
    lines(WHOLE);
  }

  private Arrangement arrangement() {
    settle(WHOLE, 0, 0);
    var centres = new LinkedHashMap<OpId, Position>();
    for (int i = 0; i < xs.length; i++) {
      centres.put(sketch.items().get(i).id(), new Position(xs[i], ys[i]));
    }
    return new Arrangement(centres, bends(), List.of(frames));
  }

  private void members() {
    for (int p = 0; p < plans.length; p++) {
      for (int item : ownItems.get(p)) {
        var node = sketch.items().get(item);
        plans[p].memberOfItem.put(
            item, plans[p].level.add(new Level.Member(node.width(), node.height(), Role.BOX)));
      }
    }
    wires();
  }

  // The lines of every wire, level by level, until ports of inner frames are known.
  private record Piece(int plan, End from, End to) {}

  /// @param item the item at this end, or -1
  /// @param frame the inner frame at this end, or -1
  /// @param point key of the entry or exit of this level, or of the inner frame
  private record End(int item, int frame, long point) {}

  private final List<List<Piece>> pieces = new ArrayList<>();
  private final Map<Piece, Integer> lineOfPiece = new HashMap<>();
  private final Map<Integer, List<Piece>> piecesOfPlan = new HashMap<>();

  private void wires() {
    for (var wire : sketch.wires()) {
      long key = (long) wire.from() << 16 | wire.outPort();
      var out = chain(frameOfItem[wire.from()]);
      var in = chain(frameOfItem[wire.to()]);
      int shared = 0;
      while (shared < Math.min(out.size(), in.size()) && out.get(shared).equals(in.get(shared))) {
        shared++;
      }
      var way = new ArrayList<Piece>();
      var end = new End(wire.from(), WHOLE, key);
      for (int depth = out.size() - 1; depth >= shared; depth--) {
        int frame = out.get(depth);
        point(frame, key, Role.EXIT);
        way.add(new Piece(frame, end, new End(WHOLE, WHOLE, key)));
        end = new End(WHOLE, frame, key);
      }
      int level = shared == 0 ? WHOLE : out.get(shared - 1);
      for (int depth = shared; depth < in.size(); depth++) {
        int frame = in.get(depth);
        point(frame, key, Role.ENTRY);
        way.add(new Piece(plan(level), end, new End(WHOLE, frame, key)));
        end = new End(WHOLE, WHOLE, key);
        level = frame;
      }
      way.add(new Piece(plan(level), end, new End(wire.to(), WHOLE, wire.inPort())));
      pieces.add(way);
      way.forEach(
          piece -> piecesOfPlan.computeIfAbsent(piece.plan(), _ -> new ArrayList<>()).add(piece));
    }
  }

  private List<Integer> chain(int frame) {
    var chain = new ArrayList<Integer>();
    for (int f = frame; f != WHOLE; f = sketch.frames().get(f).parent()) {
      chain.addFirst(f);
    }
    return chain;
  }

  private void point(int frame, long key, Role role) {
    var plan = plans[frame];
    (role == Role.ENTRY ? plan.entries : plan.exits)
        .computeIfAbsent(key, _ -> plan.level.add(new Level.Member(1, 1, role)));
  }

  private void lines(int frame) {
    if (rows.cancellation.isCancelled()) {
      return;
    }
    var plan = plans[plan(frame)];
    for (int child : childFrames.get(plan(frame))) {
      var size = plans[child];
      plan.memberOfFrame.put(
          child, plan.level.add(new Level.Member(size.width, size.height, Role.BOX)));
    }
    for (var piece : piecesOfPlan.getOrDefault(plan(frame), List.of())) {
      var line =
          new Level.Line(
              member(plan, piece.from(), plan.entries),
              offset(piece.from(), true),
              member(plan, piece.to(), plan.exits),
              offset(piece.to(), false));
      lineOfPiece.put(piece, plan.level.connect(line));
    }
    var row = rows.of(plan.level);
    plan.placed =
        frame == WHOLE
            ? RowWrapping.broken(plan.level, row, aspect, LONGEST)
            : RowWrapping.broken(plan.level, row, INSIDE, longestInside);
    measure(plan, frame);
  }

  private static int member(Plan plan, End end, Map<Long, Integer> points) {
    return end.item() >= 0
        ? plan.memberOfItem.getOrDefault(end.item(), 0)
        : end.frame() >= 0
            ? plan.memberOfFrame.getOrDefault(end.frame(), 0)
            : points.getOrDefault(end.point(), 0);
  }

  private double offset(End end, boolean leaves) {
    if (end.item() >= 0) {
      var item = sketch.items().get(end.item());
      return leaves
          ? item.outOffset((int) (end.point() & 0xFFFF))
          : item.inOffset((int) end.point());
    }
    if (end.frame() >= 0) {
      var inner = plans[end.frame()];
      var point = (leaves ? inner.exits : inner.entries).getOrDefault(end.point(), 0);
      return inner.placed.ys()[point] - inner.top - inner.height / 2;
    }
    return 0;
  }

  /// The size of a frame around all it holds, lines too.
  private static void measure(Plan plan, int frame) {
    var box = Box.NOTHING;
    for (int i = 0; i < plan.placed.xs().length; i++) {
      var member = plan.level.members().get(i);
      double halfWidth = member.role() == Role.BOX ? member.width() / 2 : 0;
      double halfHeight = member.role() == Role.BOX ? member.height() / 2 : 0;
      double x = plan.placed.xs()[i];
      double y = plan.placed.ys()[i];
      // A point may stand beside the boxes; the frame's side is drawn to it.
      box =
          member.role() == Role.BOX
              ? box.with(new Box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight))
              : box.with(new Box(Double.POSITIVE_INFINITY, y, Double.NEGATIVE_INFINITY, y));
    }
    for (var bends : plan.placed.bends()) {
      for (int b = 0; b < bends.length; b += 2) {
        box = box.with(new Box(bends[b], bends[b + 1], bends[b], bends[b + 1]));
      }
    }
    double side = frame == WHOLE ? 0 : FrameBox.SIDE;
    double head = frame == WHOLE ? 0 : FrameBox.HEAD;
    plan.left = box.left() - side;
    plan.top = box.top() - head;
    plan.width = box.width() + 2 * side;
    plan.height = box.height() + head + side;
  }

  /// Gives all in a frame its place, the frame's corner being at (x, y).
  private void settle(int frame, double x, double y) {
    var plan = plans[plan(frame)];
    plan.x = x - plan.left;
    plan.y = y - plan.top;
    plan.memberOfItem.forEach((item, member) -> {
      xs[item] = Math.rint(plan.x + plan.placed.xs()[member]);
      ys[item] = Math.rint(plan.y + plan.placed.ys()[member]);
    });
    plan.memberOfFrame.forEach((child, member) -> {
      double left = plan.x + plan.placed.xs()[member] - plans[child].width / 2;
      double top = plan.y + plan.placed.ys()[member] - plans[child].height / 2;
      frames[child] = new FrameBox(left, top, left + plans[child].width, top + plans[child].height);
      settle(child, left, top);
    });
  }

  private List<double[]> bends() {
    var boxes = new ArrayList<Box>();
    for (int i = 0; i < xs.length; i++) {
      var item = sketch.items().get(i);
      boxes.add(
          new Box(
              xs[i] - item.width() / 2,
              ys[i] - item.height() / 2,
              xs[i] + item.width() / 2,
              ys[i] + item.height() / 2));
    }
    for (var frame : frames) {
      boxes.add(FrameBox.head(frame.box()));
    }
    var detours = new Detours(boxes);
    var all = new ArrayList<double[]>();
    int routed = 0;
    for (int w = 0; w < pieces.size(); w++) {
      var wire = sketch.wires().get(w);
      var bends = composed(pieces.get(w));
      var route = wire.route(sketch, xs, ys, bends);
      if (routed < MOST_ROUTED && detours.isBlocked(route, wire.from(), wire.to())) {
        routed++;
        var around =
            detours.route(route[0], route[1], route[route.length - 2], route[route.length - 1]);
        bends = Arrays.copyOfRange(around, 2, around.length - 2);
      }
      all.add(bends);
    }
    return all;
  }

  /// The bends of a wire through all levels, in units of the drawing.
  private double[] composed(List<Piece> way) {
    var points = new ArrayList<Double>();
    for (int p = 0; p < way.size(); p++) {
      var piece = way.get(p);
      var plan = plans[piece.plan()];
      var bends = plan.placed.bends().get(lineOfPiece.getOrDefault(piece, 0));
      for (int b = 0; b < bends.length; b += 2) {
        points.add(plan.x + bends[b]);
        points.add(plan.y + bends[b + 1]);
      }
      if (p + 1 < way.size()) {
        cross(piece, points);
      }
    }
    return points.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// The point on the side of the frame that the wire leaves or enters behind a piece.
  private void cross(Piece piece, List<Double> points) {
    boolean enters = piece.to().frame() >= 0;
    int frame = enters ? piece.to().frame() : piece.plan();
    var plan = plans[frame];
    var point = (enters ? plan.entries : plan.exits).getOrDefault(piece.to().point(), 0);
    points.add(enters ? frames[frame].left() : frames[frame].right());
    points.add(plan.y + plan.placed.ys()[point]);
  }
}
