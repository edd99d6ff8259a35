package dev.partitura.editor.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Breaks a long row of boxes into several, one below the other, as a score is broken into systems:
/// a deep network then fits a window at a size that can be read. Breaks only where few lines cross
/// and no box is cut; a line to a later system runs back between the two.
final class RowWrapping {
  private static final int MOST_CROSSING = 4;
  private static final double GAP = 44;
  private static final double MARGIN = 18;

  private final Level level;
  private final Level.Placed row;
  private final double aspect;
  private final double longest;
  private final double[] left;
  private final double[] right;
  private final double[] top;
  private final double[] bottom;

  private RowWrapping(Level level, Level.Placed row, double aspect, double longest) {
    this.level = level;
    this.row = row;
    this.aspect = aspect;
    this.longest = longest;
    int count = level.members().size();
    left = new double[count];
    right = new double[count];
    top = new double[count];
    bottom = new double[count];
    for (int i = 0; i < count; i++) {
      var member = level.members().get(i);
      left[i] = row.xs()[i] - member.width() / 2;
      right[i] = row.xs()[i] + member.width() / 2;
      top[i] = row.ys()[i] - member.height() / 2;
      bottom[i] = row.ys()[i] + member.height() / 2;
    }
  }

  /// @param aspect width over height that the whole shall have about
  /// @param longest a row up to this width is not broken
  static Level.Placed broken(Level level, Level.Placed row, double aspect, double longest) {
    return level.members().isEmpty() ? row : new RowWrapping(level, row, aspect, longest).run();
  }

  private Level.Placed run() {
    double width = Arrays.stream(right).max().orElse(0) - Arrays.stream(left).min().orElse(0);
    double height = Arrays.stream(bottom).max().orElse(0) - Arrays.stream(top).min().orElse(0);
    if (width < longest || width < height * aspect) {
      return row;
    }
    var breaks = breaks();
    if (breaks.isEmpty()) {
      return row;
    }
    var ends = chosen(breaks, width, height);
    return ends.isEmpty() ? row : moved(ends);
  }

  /// Places, from left to right, where a vertical line meets no box and few lines.
  private List<Double> breaks() {
    var order = new Integer[left.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> left[i]));
    var begins = new double[level.lines().size()];
    var ends = new double[begins.length];
    for (int i = 0; i < begins.length; i++) {
      begins[i] = right[level.lines().get(i).from()];
      ends[i] = left[level.lines().get(i).to()];
    }
    Arrays.sort(begins);
    Arrays.sort(ends);
    var places = new ArrayList<Double>();
    double reach = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < order.length; i++) {
      double start = left[order[i]];
      double middle = (start + reach) / 2;
      if (i > 0
          && start > reach
          && before(begins, middle) - before(ends, middle) <= MOST_CROSSING) {
        places.add(middle);
      }
      reach = Math.max(reach, right[order[i]]);
    }
    return places;
  }

  /// How many of some sorted numbers are smaller.
  private static int before(double[] sorted, double limit) {
    int place = Arrays.binarySearch(sorted, limit);
    return place < 0 ? -place - 1 : place;
  }

  private List<Double> chosen(List<Double> breaks, double width, double height) {
    double wanted = Math.max(longest * 0.6, Math.sqrt(width * (height + GAP) * aspect));
    int rows = (int) Math.max(1, Math.ceil(width / wanted));
    double each = width / rows;
    var ends = new ArrayList<Double>();
    double start = Arrays.stream(left).min().orElse(0);
    double last = Arrays.stream(right).max().orElse(0);
    int at = 0;
    while (last - start > each * 1.15) {
      double aim = start + each;
      double best = Double.NaN;
      for (; at < breaks.size(); at++) {
        double place = breaks.get(at);
        if (place <= start + 1) {
          continue;
        }
        if (!Double.isNaN(best) && Math.abs(place - aim) >= Math.abs(best - aim)) {
          break;
        }
        best = place;
      }
      if (Double.isNaN(best)) {
        break;
      }
      ends.add(best);
      start = best;
    }
    return ends;
  }

  private Level.Placed moved(List<Double> ends) {
    int systems = ends.size() + 1;
    var limits = ends.stream().mapToDouble(Double::doubleValue).toArray();
    var systemOf = new int[left.length];
    var firstLeft = filled(systems, Double.POSITIVE_INFINITY);
    var highest = filled(systems, Double.POSITIVE_INFINITY);
    var lowest = filled(systems, Double.NEGATIVE_INFINITY);
    var lastRight = filled(systems, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < left.length; i++) {
      int system = before(limits, left[i]);
      systemOf[i] = system;
      firstLeft[system] = Math.min(firstLeft[system], left[i]);
      lastRight[system] = Math.max(lastRight[system], right[i]);
      highest[system] = Math.min(highest[system], top[i]);
      lowest[system] = Math.max(lowest[system], bottom[i]);
    }
    for (int w = 0; w < level.lines().size(); w++) {
      var bends = row.bends().get(w);
      int system = systemOf[level.lines().get(w).from()];
      for (int b = 1; b < bends.length && system == systemOf[level.lines().get(w).to()]; b += 2) {
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
    var xs = new double[left.length];
    var ys = new double[left.length];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = row.xs()[i] - firstLeft[systemOf[i]];
      ys[i] = row.ys()[i] + down[systemOf[i]];
    }
    return new Level.Placed(xs, ys, bends(xs, ys, systemOf, firstLeft, lastRight, lowest, down));
  }

  private static double[] filled(int count, double value) {
    var values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  private List<double[]> bends(
      double[] xs,
      double[] ys,
      int[] systemOf,
      double[] firstLeft,
      double[] lastRight,
      double[] lowest,
      double[] down) {
    var all = new ArrayList<double[]>();
    int lane = 0;
    for (int w = 0; w < level.lines().size(); w++) {
      var line = level.lines().get(w);
      int from = systemOf[line.from()];
      int to = systemOf[line.to()];
      if (from == to) {
        var bends = row.bends().get(w).clone();
        for (int b = 0; b < bends.length; b += 2) {
          bends[b] -= firstLeft[from];
          bends[b + 1] += down[from];
        }
        all.add(bends);
        continue;
      }
      double y0 = ys[line.from()] + line.fromY();
      double y1 = ys[line.to()] + line.toY();
      double step = lane % 3 * 6;
      lane++;
      boolean isLast = level.members().get(line.from()).role() != Level.Role.ENTRY;
      double between = (to > from ? lowest[from] + down[from] + GAP / 2 : y1 - GAP / 2) + step - 6;
      double turn =
          isLast ? lastRight[from] - firstLeft[from] + MARGIN + step : xs[line.from()] + 4;
      double back = -MARGIN - step;
      all.add(new double[] {turn, y0, turn, between, back, between, back, y1});
    }
    return all;
  }
}
