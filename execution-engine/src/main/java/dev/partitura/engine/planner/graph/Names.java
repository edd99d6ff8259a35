package dev.partitura.engine.planner.graph;

import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The nodes of a file by name, in its order, and what must hold of edges between them.
final class Names {
  private static final int SHOWN = 6;

  private final Object source;
  private final Map<String, Integer> places = new LinkedHashMap<>();

  /// @param source what a sentence calls the file
  Names(Object source) {
    this.source = source;
  }

  void add(String name) {
    if (places.putIfAbsent(name, places.size()) != null) {
      throw ProblemException.of("planner.twice", source.toString(), source, name);
    }
  }

  boolean has(String name) {
    return places.containsKey(name);
  }

  int size() {
    return places.size();
  }

  /// The position of a node that an edge names.
  int of(String name) {
    var place = places.get(name);
    if (place == null) {
      throw ProblemException.of("planner.unknown", source.toString(), source, name);
    }
    return place;
  }

  /// Refuses a graph without nodes and one with a circle.
  ///
  /// @param after positions that come after each position
  void check(List<List<Integer>> after) {
    if (places.isEmpty()) {
      throw ProblemException.of("planner.empty", source.toString(), source);
    }
    var waiting = new int[after.size()];
    after.forEach(next -> next.forEach(to -> waiting[to]++));
    var ready = new ArrayDeque<Integer>();
    for (int node = 0; node < waiting.length; node++) {
      if (waiting[node] == 0) {
        ready.add(node);
      }
    }
    int done = 0;
    for (; !ready.isEmpty(); done++) {
      for (int to : after.get(ready.remove())) {
        if (--waiting[to] == 0) {
          ready.add(to);
        }
      }
    }
    if (done < waiting.length) {
      throw ProblemException.of(
          "planner.circle", source.toString(), source, circle(after, waiting));
    }
  }

  /// The names along one circle: of the nodes that still wait, each has one before it that does.
  private List<String> circle(List<List<Integer>> after, int[] waiting) {
    var before = new int[waiting.length];
    int node = -1;
    for (int from = 0; from < waiting.length; from++) {
      if (waiting[from] > 0) {
        for (int to : after.get(from)) {
          before[to] = from;
        }
        node = from;
      }
    }
    var seen = new boolean[waiting.length];
    while (!seen[node]) {
      seen[node] = true;
      node = before[node];
    }
    var names = List.copyOf(places.keySet());
    var circle = new ArrayList<String>();
    int start = node;
    do {
      circle.addFirst(names.get(node));
      node = before[node];
    } while (node != start && circle.size() < SHOWN);
    return circle;
  }
}
