package dev.partitura.engine.planner.partition;

import dev.partitura.engine.planner.graph.LayerGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Makes items of layers: layers that must share a device are one.
final class ItemsOf {
  private ItemsOf() {}

  /// Items that may go anywhere.
  static Items free(LayerGraph graph) {
    return items(graph, false);
  }

  /// Items in the order of the forward pass. A backward layer goes where the forward layers of its
  /// class go. A class of backward layers alone keeps the mirrored order of its edges. Classes that
  /// wait for each other in a circle are one item.
  static Items ordered(LayerGraph graph) {
    return items(graph, true);
  }

  private static Items items(LayerGraph graph, boolean ordered) {
    var layers = graph.layers();
    int[] group = groups(layers);
    int count = Arrays.stream(group).max().orElse(-1) + 1;
    var sums = new double[3][count];
    var accelerated = new boolean[count];
    Arrays.fill(accelerated, true);
    var members = new ArrayList<List<Integer>>();
    IntStream.range(0, count).forEach(_ -> members.add(new ArrayList<>()));
    for (int layer = 0; layer < layers.size(); layer++) {
      sums[0][group[layer]] += layers.get(layer).acceleratorTime();
      sums[1][group[layer]] += layers.get(layer).cpuTime();
      sums[2][group[layer]] += layers.get(layer).bytes();
      accelerated[group[layer]] &= layers.get(layer).accelerated();
      members.get(group[layer]).add(layer);
    }
    var pins = new ArrayList<int[]>();
    var costs = new ArrayList<Double>();
    nets(graph, group, pins, costs);
    var items =
        new Items(
            sums[0],
            sums[1],
            sums[2],
            accelerated,
            ordered ? order(graph, group, count) : new int[count][0],
            pins.toArray(int[][]::new),
            costs.stream().mapToDouble(Double::doubleValue).toArray(),
            members.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new));
    return items.joined(IntStream.range(0, count).toArray());
  }

  private static int[] groups(List<LayerGraph.Layer> layers) {
    var known = new HashMap<Long, Integer>();
    return layers.stream()
        .mapToInt(layer -> known.computeIfAbsent(layer.together(), _ -> known.size()))
        .toArray();
  }

  private static void nets(LayerGraph graph, int[] group, List<int[]> pins, List<Double> costs) {
    Map<Integer, TreeSet<Integer>> consumers = new HashMap<>();
    Map<Integer, Double> cost = new HashMap<>();
    for (var edge : graph.edges()) {
      var items =
          consumers.computeIfAbsent(
              edge.from(),
              from -> {
                var set = new TreeSet<Integer>();
                set.add(group[from]);
                return set;
              });
      items.add(group[edge.to()]);
      cost.merge(edge.from(), edge.cost(), Math::max);
    }
    for (int layer = 0; layer < group.length; layer++) {
      var items = consumers.get(layer);
      if (items != null && items.size() > 1) {
        pins.add(items.stream().mapToInt(Integer::intValue).toArray());
        costs.add(cost.getOrDefault(layer, 0.0));
      }
    }
  }

  private static int[][] order(LayerGraph graph, int[] group, int count) {
    var layers = graph.layers();
    var forward = new boolean[count];
    for (int layer = 0; layer < layers.size(); layer++) {
      forward[group[layer]] |= !layers.get(layer).backward();
    }
    var after = new ArrayList<TreeSet<Integer>>();
    IntStream.range(0, count).forEach(_ -> after.add(new TreeSet<>()));
    for (var edge : graph.edges()) {
      int from = group[edge.from()];
      int to = group[edge.to()];
      boolean fromBackward = layers.get(edge.from()).backward();
      boolean toBackward = layers.get(edge.to()).backward();
      if (from == to) {
        continue;
      }
      if (!fromBackward && !toBackward) {
        after.get(from).add(to);
      } else if (fromBackward && toBackward && !(forward[from] && forward[to])) {
        after.get(to).add(from);
      }
    }
    return after.stream()
        .map(set -> set.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }
}
