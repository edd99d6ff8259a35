package dev.partitura.engine.planner.graph;

import dev.partitura.engine.network.ShortestCircle;
import dev.partitura.engine.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/// The nodes of a file by name, in its order, and what must hold of edges between them.
final class Names {
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
    var graph = new DefaultDirectedGraph<Integer, DefaultEdge>(DefaultEdge.class);
    for (int node = 0; node < after.size(); node++) {
      graph.addVertex(node);
    }
    for (int node = 0; node < after.size(); node++) {
      for (int next : after.get(node)) {
        graph.addEdge(node, next);
      }
    }
    var circle = ShortestCircle.of(graph);
    if (!circle.isEmpty()) {
      throw refused(circle);
    }
  }

  private ProblemException refused(List<Integer> circle) {
    var names = List.copyOf(places.keySet());
    var told = circle.stream().limit(ShortestCircle.MOST_TOLD).map(names::get).toList();
    return told.size() < circle.size()
        ? ProblemException.of(
            "planner.circle.long", source.toString(), source, circle.size(), told.size(), told)
        : ProblemException.of("planner.circle", source.toString(), source, told);
  }
}
