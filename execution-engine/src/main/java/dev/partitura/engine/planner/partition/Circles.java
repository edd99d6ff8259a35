package dev.partitura.engine.planner.partition;

import java.util.Arrays;
import java.util.HashMap;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/// Joins groups of items until none waits for another in a circle.
final class Circles {
  private static final int UNKNOWN = -1;

  private Circles() {}

  /// The component of each item, from 0 in the order of their first items: items of one group are
  /// in one, and components are in no circle. Linear in items and edges.
  static int[] joined(int[][] successors, int[] group) {
    var graph = new DefaultDirectedGraph<Integer, DefaultEdge>(DefaultEdge.class);
    for (int item = 0; item < successors.length; item++) {
      graph.addVertex(item);
    }
    for (int item = 0; item < successors.length; item++) {
      for (int next : successors[item]) {
        graph.addEdge(item, next);
      }
    }
    // The first of a group and each other wait for each other.
    var first = new HashMap<Integer, Integer>();
    for (int item = 0; item < group.length; item++) {
      var before = first.putIfAbsent(group[item], item);
      if (before != null) {
        graph.addEdge(before, item);
        graph.addEdge(item, before);
      }
    }
    var component = new int[successors.length];
    int components = 0;
    for (var joined : new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
      for (int item : joined) {
        component[item] = components;
      }
      components++;
    }
    return numbered(component, components);
  }

  private static int[] numbered(int[] component, int components) {
    var names = new int[components];
    Arrays.fill(names, UNKNOWN);
    int known = 0;
    var result = new int[component.length];
    for (int item = 0; item < component.length; item++) {
      if (names[component[item]] == UNKNOWN) {
        names[component[item]] = known++;
      }
      result[item] = names[component[item]];
    }
    return result;
  }
}
