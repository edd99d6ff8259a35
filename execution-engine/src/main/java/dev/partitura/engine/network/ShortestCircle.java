package dev.partitura.engine.network;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jgrapht.Graph;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DefaultEdge;

/// What in a graph waits for itself. Pure.
public final class ShortestCircle {
  /// Names of a circle that a sentence tells; of a longer one it says how many there are.
  public static final int MOST_TOLD = 40;

  private ShortestCircle() {}

  /// A shortest circle through the lowest number that is in one, from there on; empty where there
  /// is none. Cost O(vertices + edges).
  public static List<Integer> of(Graph<Integer, DefaultEdge> graph) {
    var inCircles = new CycleDetector<>(graph).findCycles();
    if (inCircles.isEmpty()) {
      return List.of();
    }
    int first = Collections.min(inCircles);
    var paths = new BFSShortestPath<>(graph).getPaths(first);
    return graph.incomingEdgesOf(first).stream()
        .map(graph::getEdgeSource)
        .map(paths::getPath)
        .filter(Objects::nonNull)
        .min(Comparator.comparingInt(path -> path.getLength()))
        .orElseThrow()
        .getVertexList();
  }
}
