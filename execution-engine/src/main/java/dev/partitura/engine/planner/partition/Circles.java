package dev.partitura.engine.planner.partition;

import java.util.Arrays;

/// Joins groups of items until none waits for another in a circle.
final class Circles {
  private final int[][] successors;
  private final int[] index;
  private final int[] low;
  private final int[] component;
  private final int[] stack;
  private final int[] path;
  private final int[] place;
  private int top;
  private int visited;
  private int components;

  private Circles(int[][] successors) {
    this.successors = successors;
    int count = successors.length;
    index = new int[count];
    low = new int[count];
    component = new int[count];
    stack = new int[count];
    path = new int[count];
    place = new int[count];
    Arrays.fill(component, -1);
  }

  /// The component of each item, from 0 in the order of their first items: items of one group are
  /// in one, and components are in no circle. Linear in items and edges.
  ///
  /// Source: Tarjan 1972, doi:10.1137/0201010, without recursion.
  static int[] joined(int[][] successors, int[] group) {
    int count = successors.length;
    var first = new java.util.HashMap<Integer, Integer>();
    var linked = new int[count][];
    for (int item = 0; item < count; item++) {
      linked[item] = successors[item];
    }
    var last = new java.util.HashMap<Integer, Integer>();
    for (int item = 0; item < count; item++) {
      first.putIfAbsent(group[item], item);
      var before = last.put(group[item], item);
      if (before != null) {
        linked[before] = with(linked[before], item);
      }
    }
    last.forEach((key, item) -> {
      int start = first.getOrDefault(key, item);
      if (start != item) {
        linked[item] = with(linked[item], start);
      }
    });
    var circles = new Circles(linked);
    for (int item = 0; item < count; item++) {
      if (circles.index[item] == 0) {
        circles.visit(item);
      }
    }
    return numbered(circles.component);
  }

  private static int[] with(int[] list, int more) {
    var longer = Arrays.copyOf(list, list.length + 1);
    longer[list.length] = more;
    return longer;
  }

  private void visit(int root) {
    int depth = 0;
    enter(root);
    path[0] = root;
    while (depth >= 0) {
      int item = path[depth];
      if (place[item] < successors[item].length) {
        int next = successors[item][place[item]++];
        if (index[next] == 0) {
          enter(next);
          path[++depth] = next;
        } else if (component[next] < 0) {
          low[item] = Math.min(low[item], index[next]);
        }
        continue;
      }
      if (low[item] == index[item]) {
        int member;
        do {
          member = stack[--top];
          component[member] = components;
        } while (member != item);
        components++;
      }
      depth--;
      if (depth >= 0) {
        low[path[depth]] = Math.min(low[path[depth]], low[item]);
      }
    }
  }

  private void enter(int item) {
    index[item] = ++visited;
    low[item] = visited;
    stack[top++] = item;
  }

  private static int[] numbered(int[] component) {
    var names = new int[component.length];
    Arrays.fill(names, -1);
    int known = 0;
    var result = new int[component.length];
    for (int item = 0; item < component.length; item++) {
      if (names[component[item]] < 0) {
        names[component[item]] = known++;
      }
      result[item] = names[component[item]];
    }
    return result;
  }
}
