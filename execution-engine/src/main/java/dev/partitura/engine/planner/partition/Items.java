package dev.partitura.engine.planner.partition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// What a split puts on devices: items that stay whole, in a partial order, and nets of items that
/// must be told the same value.
///
/// A net is one produced value: its producer and all consumers. A device pays the cost of a net
/// once when it holds some of its items and not all, whether it sends the value or receives it, so
/// that the direction does not matter. A net whose items are those of another is added to it, and
/// one of a single item is left out.
///
/// @param time on an accelerator, of each item, in the unit of the file
/// @param cpuTime on a CPU
/// @param bytes of accelerator memory
/// @param accelerated whether an accelerator can run it at all
/// @param successors of each item in the order, without repetition; no circles
/// @param pins of each net, ascending, two or more
/// @param cost of each net
/// @param members of each item: positions in the graph that was read
record Items(
    double[] time,
    double[] cpuTime,
    double[] bytes,
    boolean[] accelerated,
    int[][] successors,
    int[][] pins,
    double[] cost,
    int[][] members) {

  int count() {
    return time.length;
  }

  /// Nets of each item.
  int[][] netsOfItems() {
    var nets = new ArrayList<List<Integer>>();
    IntStream.range(0, count()).forEach(_ -> nets.add(new ArrayList<>()));
    for (int net = 0; net < pins.length; net++) {
      for (int pin : pins[net]) {
        nets.get(pin).add(net);
      }
    }
    return nets.stream().map(Items::array).toArray(int[][]::new);
  }

  /// Items before each item in the order, the direct ones.
  int[][] predecessors() {
    var before = new ArrayList<List<Integer>>();
    IntStream.range(0, count()).forEach(_ -> before.add(new ArrayList<>()));
    for (int item = 0; item < count(); item++) {
      for (int next : successors[item]) {
        before.get(next).add(item);
      }
    }
    return before.stream().map(Items::array).toArray(int[][]::new);
  }

  /// Joins items that share a group; groups that wait for each other in a circle become one.
  ///
  /// @param group of each item, any numbers
  Items joined(int[] group) {
    var whole = Circles.joined(successors, group);
    int groups = Arrays.stream(whole).max().orElse(-1) + 1;
    var sums = new double[3][groups];
    var supported = new boolean[groups];
    Arrays.fill(supported, true);
    var inside = new ArrayList<List<Integer>>();
    var after = new ArrayList<TreeSet<Integer>>();
    for (int i = 0; i < groups; i++) {
      inside.add(new ArrayList<>());
      after.add(new TreeSet<>());
    }
    for (int item = 0; item < count(); item++) {
      int to = whole[item];
      sums[0][to] += time[item];
      sums[1][to] += cpuTime[item];
      sums[2][to] += bytes[item];
      supported[to] &= accelerated[item];
      for (int member : members[item]) {
        inside.get(to).add(member);
      }
      for (int next : successors[item]) {
        if (whole[next] != to) {
          after.get(to).add(whole[next]);
        }
      }
    }
    var merged = new LinkedHashMap<List<Integer>, Double>();
    for (int net = 0; net < pins.length; net++) {
      var now =
          Arrays.stream(pins[net]).map(pin -> whole[pin]).distinct().sorted().boxed().toList();
      if (now.size() > 1 && cost[net] > 0) {
        merged.merge(now, cost[net], Double::sum);
      }
    }
    return new Items(
        sums[0],
        sums[1],
        sums[2],
        supported,
        after.stream().map(Items::array).toArray(int[][]::new),
        merged.keySet().stream().map(Items::array).toArray(int[][]::new),
        merged.values().stream().mapToDouble(Double::doubleValue).toArray(),
        inside.stream().map(Items::array).toArray(int[][]::new));
  }

  /// An order of the items in which each comes after those before it.
  int[] topologicalOrder() {
    var waiting = new int[count()];
    for (int[] next : successors) {
      for (int item : next) {
        waiting[item]++;
      }
    }
    var order = new int[count()];
    int known = 0;
    for (int item = 0; item < count(); item++) {
      if (waiting[item] == 0) {
        order[known++] = item;
      }
    }
    for (int done = 0; done < known; done++) {
      for (int next : successors[order[done]]) {
        if (--waiting[next] == 0) {
          order[known++] = next;
        }
      }
    }
    return order;
  }

  private static int[] array(Collection<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
