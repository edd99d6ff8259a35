package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Arrows laid together where they begin near each other, end near each other and are of one kind,
/// so that however many are asked for, few are drawn. Immutable; cost O(arrows) for each doubling
/// of the cells.
///
/// @param all in world units of the [LevelLayout]
record Bundles(List<Bundle> all) {
  static final Bundles NONE = new Bundles(List.of());

  /// Arrows that are drawn as one.
  ///
  /// @param count how many
  /// @param fromX where they begin on average, and where they end
  /// @param from task that the first of them leaves
  /// @param edge number of the first of them
  record Bundle(
      EdgeKind kind,
      int count,
      double fromX,
      double fromY,
      double toX,
      double toY,
      int from,
      int edge) {}

  Bundles {
    all = List.copyOf(all);
  }

  /// Arrows in all of them.
  int arrows() {
    return all.stream().mapToInt(Bundle::count).sum();
  }

  private record Key(EdgeKind kind, int fromColumn, int fromRow, int toColumn, int toRow) {}

  private static final class Sum {
    private final int from;
    private final int edge;
    private int count;
    private double fromX;
    private double fromY;
    private double toX;
    private double toY;

    Sum(int from, int edge) {
      this.from = from;
      this.edge = edge;
    }
  }

  /// @param cellColumns the least levels that count as one place, 1 and up
  /// @param cellRows the least rows that do
  /// @param most bundles to be drawn; the cells are doubled until there are no more
  static Bundles of(LevelMap map, Arrows arrows, int cellColumns, int cellRows, int most) {
    int columns = cellColumns;
    int rows = cellRows;
    for (; ; ) {
      var sums = summed(map, arrows, columns, rows, most);
      if (sums.size() <= most) {
        return new Bundles(made(sums));
      }
      columns *= 2;
      rows *= 2;
    }
  }

  /// Gives up where there are too many.
  private static Map<Key, Sum> summed(
      LevelMap map, Arrows arrows, int columns, int rows, int most) {
    var sums = new HashMap<Key, Sum>();
    var layout = map.layout();
    for (int arrow = 0; arrow < arrows.count() && sums.size() <= most; arrow++) {
      Checkpoint.pass(arrow);
      int from = arrows.from()[arrow];
      int edge = arrows.edge()[arrow];
      int to = map.graph().successor(edge);
      double fromY = layout.top(from);
      double toY = layout.top(to);
      var sum =
          sums.computeIfAbsent(
              new Key(
                  map.graph().edgeKind(edge),
                  layout.level(from) / columns,
                  (int) fromY / rows,
                  layout.level(to) / columns,
                  (int) toY / rows),
              _ -> new Sum(from, edge));
      sum.count++;
      sum.fromX += layout.level(from);
      sum.fromY += fromY;
      sum.toX += layout.level(to);
      sum.toY += toY;
    }
    return sums;
  }

  private static List<Bundle> made(Map<Key, Sum> sums) {
    var bundles = new ArrayList<Bundle>();
    sums.forEach((key, sum) ->
        bundles.add(
            new Bundle(
                key.kind(),
                sum.count,
                sum.fromX / sum.count + 1,
                sum.fromY / sum.count + 0.5,
                sum.toX / sum.count,
                sum.toY / sum.count + 0.5,
                sum.from,
                sum.edge)));
    bundles.sort(
        java.util.Comparator.comparingInt(Bundle::count)
            .thenComparingInt(Bundle::from)
            .thenComparingInt(Bundle::edge));
    return bundles;
  }
}
