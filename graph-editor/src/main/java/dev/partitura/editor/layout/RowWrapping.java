package dev.partitura.editor.layout;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Breaks a long row of nodes into several, one below the other, as a score is broken into systems:
/// a deep network then fits a window at a size that can be read. Breaks only where few lines cross
/// and no frame is cut; a line to a later system runs back between the two.
final class RowWrapping {
  private static final double ASPECT = 2.8;
  private static final double LONGEST = 1100;
  private static final int MOST_CROSSING = 3;
  private static final double GAP = 64;
  private static final double MARGIN = 22;

  private final Sketch sketch;
  private final Arrangement row;
  private final double[] left;
  private final double[] right;
  private final double[] top;
  private final double[] bottom;
  private final List<FrameBox> frames;

  private RowWrapping(Sketch sketch, Arrangement row) {
    this.sketch = sketch;
    this.row = row;
    int count = sketch.items().size();
    left = new double[count];
    right = new double[count];
    top = new double[count];
    bottom = new double[count];
    for (int i = 0; i < count; i++) {
      var item = sketch.items().get(i);
      var at = centre(i);
      left[i] = at.x() - item.width() / 2;
      right[i] = at.x() + item.width() / 2;
      top[i] = at.y() - item.height() / 2;
      bottom[i] = at.y() + item.height() / 2;
    }
    frames = FrameBox.around(sketch, left, top, right, bottom);
  }

  private Position centre(int item) {
    return row.centres().getOrDefault(sketch.items().get(item).id(), new Position(0, 0));
  }

  static Arrangement broken(Sketch sketch, Arrangement row) {
    return sketch.items().isEmpty() ? row : new RowWrapping(sketch, row).run();
  }

  private Arrangement run() {
    double width = Arrays.stream(right).max().orElse(0) - Arrays.stream(left).min().orElse(0);
    double height = Arrays.stream(bottom).max().orElse(0) - Arrays.stream(top).min().orElse(0);
    if (width < LONGEST || width < height * ASPECT) {
      return row;
    }
    var breaks = breaks();
    if (breaks.isEmpty()) {
      return row;
    }
    var ends = chosen(breaks, width, height);
    return ends.isEmpty() ? row : moved(ends);
  }

  /// Places, from left to right, where a vertical line meets no node, no frame and few wires.
  private List<Double> breaks() {
    var from = new ArrayList<Double>();
    var to = new ArrayList<Double>();
    for (int i = 0; i < left.length; i++) {
      from.add(left[i]);
      to.add(right[i]);
    }
    for (var frame : frames) {
      from.add(frame.left());
      to.add(frame.right());
    }
    var starts = from.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    var order = new ArrayList<Integer>();
    for (int i = 0; i < from.size(); i++) {
      order.add(i);
    }
    order.sort(java.util.Comparator.comparingDouble(from::get));
    var places = new ArrayList<Double>();
    double reach = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < starts.length; i++) {
      if (i > 0 && starts[i] > reach && crossing((starts[i] + reach) / 2) <= MOST_CROSSING) {
        places.add((starts[i] + reach) / 2);
      }
      reach = Math.max(reach, to.get(order.get(i)));
    }
    return places;
  }

  private int crossing(double x) {
    int count = 0;
    for (var wire : sketch.wires()) {
      if (right[wire.from()] < x && left[wire.to()] > x) {
        count++;
      }
    }
    return count;
  }

  private List<Double> chosen(List<Double> breaks, double width, double height) {
    double wanted = Math.max(720, Math.sqrt(width * (height + GAP) * ASPECT));
    int rows = (int) Math.max(1, Math.ceil(width / wanted));
    double each = width / rows;
    var ends = new ArrayList<Double>();
    double start = Arrays.stream(left).min().orElse(0);
    double last = Arrays.stream(right).max().orElse(0);
    while (last - start > each * 1.15) {
      double aim = start + each;
      double from = start;
      var next =
          breaks.stream()
              .filter(x -> x > from + 1)
              .min(java.util.Comparator.comparingDouble(x -> Math.abs(x - aim)));
      if (next.isEmpty()) {
        break;
      }
      ends.add(next.get());
      start = next.get();
    }
    return ends;
  }

  private Arrangement moved(List<Double> ends) {
    int systems = ends.size() + 1;
    var systemOf = new int[left.length];
    var firstLeft = filled(systems, Double.POSITIVE_INFINITY);
    var highest = filled(systems, Double.POSITIVE_INFINITY);
    var lowest = filled(systems, Double.NEGATIVE_INFINITY);
    var lastRight = filled(systems, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < left.length; i++) {
      int system = 0;
      while (system < ends.size() && left[i] > ends.get(system)) {
        system++;
      }
      systemOf[i] = system;
      firstLeft[system] = Math.min(firstLeft[system], left[i]);
      lastRight[system] = Math.max(lastRight[system], right[i]);
      highest[system] = Math.min(highest[system], top[i]);
      lowest[system] = Math.max(lowest[system], bottom[i]);
    }
    for (int f = 0; f < frames.size(); f++) {
      int system = systemOf[sketch.frames().get(f).items().getFirst()];
      firstLeft[system] = Math.min(firstLeft[system], frames.get(f).left());
      lastRight[system] = Math.max(lastRight[system], frames.get(f).right());
      highest[system] = Math.min(highest[system], frames.get(f).top());
      lowest[system] = Math.max(lowest[system], frames.get(f).bottom());
    }
    for (int w = 0; w < sketch.wires().size(); w++) {
      var bends = row.bends().get(w);
      int system = systemOf[sketch.wires().get(w).from()];
      for (int b = 1; b < bends.length && system == systemOf[sketch.wires().get(w).to()]; b += 2) {
        highest[system] = Math.min(highest[system], bends[b]);
        lowest[system] = Math.max(lowest[system], bends[b]);
      }
    }
    var down = new double[systems];
    double y = 0;
    for (int s = 0; s < systems; s++) {
      down[s] = y - highest[s];
      y += lowest[s] - highest[s] + GAP;
    }
    var centres = new LinkedHashMap<OpId, Position>();
    for (int i = 0; i < left.length; i++) {
      var at = centre(i);
      centres.put(
          sketch.items().get(i).id(),
          new Position(at.x() - firstLeft[systemOf[i]], at.y() + down[systemOf[i]]));
    }
    return new Arrangement(centres, bends(centres, systemOf, firstLeft, lastRight, lowest, down));
  }

  private static double[] filled(int count, double value) {
    var values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  private List<double[]> bends(
      Map<OpId, Position> centres,
      int[] systemOf,
      double[] firstLeft,
      double[] lastRight,
      double[] lowest,
      double[] down) {
    var all = new ArrayList<double[]>();
    int lane = 0;
    for (int w = 0; w < sketch.wires().size(); w++) {
      var wire = sketch.wires().get(w);
      int from = systemOf[wire.from()];
      int to = systemOf[wire.to()];
      var old = row.bends().get(w);
      if (from == to) {
        var bends = old.clone();
        for (int b = 0; b < bends.length; b += 2) {
          bends[b] -= firstLeft[from];
          bends[b + 1] += down[from];
        }
        all.add(bends);
        continue;
      }
      var source = sketch.items().get(wire.from());
      var target = sketch.items().get(wire.to());
      var start = centres.getOrDefault(source.id(), new Position(0, 0));
      var end = centres.getOrDefault(target.id(), new Position(0, 0));
      double y0 = start.y() + source.outOffset(wire.outPort());
      double y1 = end.y() + target.inOffset(wire.inPort());
      double between = lowest[from] + down[from] + GAP / 2 + lane % 3 * 7 - 7;
      double turn = lastRight[from] - firstLeft[from] + MARGIN + lane % 3 * 6;
      double back = -MARGIN - lane % 3 * 6;
      lane++;
      all.add(new double[] {turn, y0, turn, between, back, between, back, y1});
    }
    return all;
  }
}
