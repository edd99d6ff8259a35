package dev.partitura.engine.planner.partition;

import dev.partitura.engine.planner.graph.LayerGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Small random graphs of every kind that a file can hold.
final class RandomLayers {
  private RandomLayers() {}

  /// Layers of a forward pass, some without time or with ties, in classes or alone.
  static LayerGraph forward(RandomGenerator random, int count) {
    var layers = new ArrayList<LayerGraph.Layer>();
    var edges = new ArrayList<LayerGraph.Edge>();
    boolean classes = random.nextInt(3) == 0;
    for (int i = 0; i < count; i++) {
      layers.add(layer(random, i, false, classes && i > 0 ? random.nextInt(count) : i));
    }
    double scale = random.nextBoolean() ? 3 : 0.5;
    for (int to = 1; to < count; to++) {
      for (int from = 0; from < to; from++) {
        if (random.nextInt(count) < 2) {
          edges.add(new LayerGraph.Edge(from, to, 0));
        }
      }
    }
    return new LayerGraph(layers, costs(random, edges, count, scale), 0, 0, bytes(random), "ms");
  }

  /// The same with a backward layer for some forward layers, and some that belong to none.
  static LayerGraph training(RandomGenerator random, int count) {
    var forward = forward(random, count);
    var layers = new ArrayList<>(forward.layers());
    var edges = new ArrayList<>(forward.edges());
    var mirror = new int[count];
    for (int i = count - 1; i >= 0; i--) {
      boolean orphan = random.nextInt(6) == 0;
      mirror[i] = random.nextInt(4) == 0 ? -1 : layers.size();
      if (mirror[i] >= 0) {
        layers.add(
            layer(
                random,
                layers.size(),
                true,
                orphan ? 100 + i : forward.layers().get(i).together()));
        if (random.nextBoolean()) {
          edges.add(new LayerGraph.Edge(i, mirror[i], 0));
        }
      }
    }
    for (var edge : forward.edges()) {
      if (mirror[edge.from()] >= 0 && mirror[edge.to()] >= 0) {
        edges.add(new LayerGraph.Edge(mirror[edge.to()], mirror[edge.from()], 0));
      }
    }
    return new LayerGraph(
        layers, costs(random, edges, layers.size(), 2), 0, 0, forward.bytes(), "ms");
  }

  private static LayerGraph.Layer layer(
      RandomGenerator random, int position, boolean backward, long together) {
    double time = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 9);
    double cpuTime = time == 0 && random.nextBoolean() ? 0 : random.nextInt(12);
    return new LayerGraph.Layer(
        "n" + position,
        time,
        cpuTime,
        random.nextInt(12) > 0,
        backward,
        together,
        random.nextInt(3) * 2);
  }

  private static double bytes(RandomGenerator random) {
    return random.nextBoolean() ? Double.POSITIVE_INFINITY : random.nextInt(4, 12);
  }

  private static List<LayerGraph.Edge> costs(
      RandomGenerator random, List<LayerGraph.Edge> edges, int count, double scale) {
    double[] cost =
        random.doubles(count, 0, scale).map(value -> Math.rint(value * 4) / 4).toArray();
    return edges.stream()
        .map(edge -> new LayerGraph.Edge(edge.from(), edge.to(), cost[edge.from()]))
        .toList();
  }
}
