package dev.partitura.editor.routing;

import dev.partitura.ui.canvas.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/// Leads lines around boxes: level and upright pieces along the edges of what lies in the way, as
/// short and with as few bends as can be. The search is A* on the lines of a sparse grid; source of
/// the idea: Wybrow, Marriott, Stuckey 2009, Orthogonal connector routing,
/// doi:10.1007/978-3-642-11805-0_22. Immutable.
public final class Detours {
  private static final double ROOM = 10;
  private static final double STUB = 14;
  private static final double BEND = 40;
  private static final double NEAR = 160;
  private static final double FAR = 900;
  private static final int MOST_BOXES = 160;
  private static final int SAMPLES = 10;

  private final List<Box> boxes;
  private final BoxIndex index;

  /// @param boxes what lines go around
  public Detours(List<Box> boxes) {
    this.boxes = boxes;
    index = new BoxIndex(boxes);
  }

  /// Whether a route runs through one of the boxes.
  ///
  /// @param from the box it leaves, and `to` the one it enters: they are no obstacle
  public boolean isBlocked(double[] route, int from, int to) {
    var near = index.meeting(Route.bounds(route));
    int pieces = route.length / 2 - 1;
    for (int i : near) {
      if (i == from || i == to) {
        continue;
      }
      var box = boxes.get(i).grown(-1);
      for (int sample = 1; sample < SAMPLES * pieces; sample++) {
        double share = sample / (double) (SAMPLES * pieces);
        if (box.contains(Route.x(route, share), Route.y(route, share))) {
          return true;
        }
      }
    }
    return false;
  }

  /// A route from a point on the right of a box to one on the left of another, around everything;
  /// the plain one where there is no way.
  public double[] route(double x0, double y0, double x1, double y1) {
    var ends = Box.between(x0 + STUB, y0, x1 - STUB, y1);
    for (double reach : new double[] {NEAR, FAR}) {
      var near = index.meeting(ends.grown(reach));
      if (near.length > MOST_BOXES) {
        break;
      }
      var found = new Search(near, ends.grown(reach), x0, y0, x1, y1).run();
      if (found != null) {
        return found;
      }
    }
    return new double[] {x0, y0, x1, y1};
  }

  private final class Search {
    private final double[] xs;
    private final double[] ys;
    private final boolean[] blockedRight;
    private final boolean[] blockedDown;
    private final double x0;
    private final double y0;
    private final double x1;
    private final double y1;

    Search(int[] near, Box window, double x0, double y0, double x1, double y1) {
      this.x0 = x0;
      this.y0 = y0;
      this.x1 = x1;
      this.y1 = y1;
      var columns = new TreeSet<>(List.of(x0 + STUB, x1 - STUB));
      var lines = new TreeSet<>(List.of(y0, y1));
      for (int i : near) {
        var box = boxes.get(i).grown(ROOM);
        add(columns, box.left(), window.left(), window.right());
        add(columns, box.right(), window.left(), window.right());
        add(lines, box.top(), window.top(), window.bottom());
        add(lines, box.bottom(), window.top(), window.bottom());
      }
      xs = columns.stream().mapToDouble(Double::doubleValue).toArray();
      ys = lines.stream().mapToDouble(Double::doubleValue).toArray();
      blockedRight = new boolean[xs.length * ys.length];
      blockedDown = new boolean[blockedRight.length];
      for (int i : near) {
        block(boxes.get(i).grown(ROOM - 0.5));
      }
    }

    private static void add(Set<Double> lines, double at, double from, double to) {
      if (at >= from && at <= to) {
        lines.add(at);
      }
    }

    private void block(Box box) {
      for (int r = 0; r < ys.length; r++) {
        boolean inRow = ys[r] > box.top() && ys[r] < box.bottom();
        boolean belowRow = r + 1 < ys.length && ys[r] < box.bottom() && ys[r + 1] > box.top();
        if (!inRow && !belowRow) {
          continue;
        }
        for (int c = 0; c < xs.length; c++) {
          int at = r * xs.length + c;
          blockedRight[at] |=
              inRow && c + 1 < xs.length && xs[c] < box.right() && xs[c + 1] > box.left();
          blockedDown[at] |= belowRow && xs[c] > box.left() && xs[c] < box.right();
        }
      }
    }

    /// A step of the search: a crossing of the grid, and the direction it was reached in.
    private record Step(int state, double cost, double guess) {}

    private static final int[] ACROSS = {1, 0, -1, 0};
    private static final int[] DOWN = {0, 1, 0, -1};

    double @org.jspecify.annotations.Nullable [] run() {
      int start =
          (Arrays.binarySearch(ys, y0) * xs.length + Arrays.binarySearch(xs, x0 + STUB)) * 4;
      int goal = (Arrays.binarySearch(ys, y1) * xs.length + Arrays.binarySearch(xs, x1 - STUB)) * 4;
      var best = new double[blockedRight.length * 4];
      var before = new int[best.length];
      Arrays.fill(best, Double.MAX_VALUE);
      best[start] = 0;
      before[start] = -1;
      var open =
          new PriorityQueue<Step>((a, b) -> {
            int byGuess = Double.compare(a.guess(), b.guess());
            return byGuess != 0 ? byGuess : Integer.compare(a.state(), b.state());
          });
      open.add(new Step(start, 0, 0));
      for (var step = open.poll(); step != null; step = open.poll()) {
        if (step.state() == goal) {
          return route(goal, before);
        }
        if (step.cost() > best[step.state()]) {
          continue;
        }
        int at = step.state() / 4;
        int direction = step.state() % 4;
        for (int turn = 0; turn < 4; turn++) {
          int next = turn == (direction + 2) % 4 ? -1 : neighbour(at, turn);
          if (next < 0) {
            continue;
          }
          double cost = step.cost() + length(at, next) + (turn == direction ? 0 : BEND);
          int state = next * 4 + turn;
          if (cost < best[state]) {
            best[state] = cost;
            before[state] = step.state();
            open.add(new Step(state, cost, cost + rest(next)));
          }
        }
      }
      return null;
    }

    private int neighbour(int at, int direction) {
      int column = at % xs.length + ACROSS[direction];
      int row = at / xs.length + DOWN[direction];
      if (column < 0 || column >= xs.length || row < 0 || row >= ys.length) {
        return -1;
      }
      int next = row * xs.length + column;
      boolean blocked =
          ACROSS[direction] != 0
              ? blockedRight[Math.min(at, next)]
              : blockedDown[Math.min(at, next)];
      return blocked ? -1 : next;
    }

    private double length(int a, int b) {
      return Math.abs(xs[a % xs.length] - xs[b % xs.length])
          + Math.abs(ys[a / xs.length] - ys[b / xs.length]);
    }

    private double rest(int at) {
      return Math.abs(xs[at % xs.length] - (x1 - STUB)) + Math.abs(ys[at / xs.length] - y1);
    }

    private double[] route(int goal, int[] before) {
      var points = new ArrayList<double[]>();
      points.add(new double[] {x1, y1});
      for (int state = goal; state >= 0; state = before[state]) {
        int at = state / 4;
        points.add(new double[] {xs[at % xs.length], ys[at / xs.length]});
      }
      points.add(new double[] {x0, y0});
      var kept = new ArrayList<double[]>();
      for (var point : points.reversed()) {
        int size = kept.size();
        if (size >= 2 && isStraight(kept.get(size - 2), kept.get(size - 1), point)) {
          kept.removeLast();
        }
        kept.add(point);
      }
      var route = new double[kept.size() * 2];
      for (int i = 0; i < kept.size(); i++) {
        route[2 * i] = kept.get(i)[0];
        route[2 * i + 1] = kept.get(i)[1];
      }
      return route;
    }

    private static boolean isStraight(double[] a, double[] b, double[] c) {
      return a[0] == b[0] && b[0] == c[0] || a[1] == b[1] && b[1] == c[1];
    }
  }
}
