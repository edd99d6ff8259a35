package dev.partitura.engine.planner.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the JSON of layer and operator graphs as Tarnawski et al. 2020 (arXiv:2006.16423) publish
/// them: `nodes` with `id`, `fpgaLatency`, `cpuLatency`, `size`, `supportedOnFpga`,
/// `isBackwardNode`, `colorClass`, and `edges` with `sourceId`, `destId`, `cost`; beside them
/// `maxFPGAs`, `maxCPUs`, `maxSizePerFPGA`. Times are in milliseconds.
final class LayerGraphReader {
  /// Costs of one producer that differ by less are one, written with other digits.
  private static final double SAME_COST = 1e-6;

  private final Object source;
  private final Fields fields;

  LayerGraphReader(Object source) {
    this.source = source;
    fields = new Fields(source);
  }

  static boolean reads(JsonNode root) {
    return root.has("nodes") && root.has("edges");
  }

  LayerGraph read(JsonNode root) {
    var names = new Names(source);
    var layers = layers(fields.list(root, "nodes"), names);
    var edges = edges(fields.list(root, "edges"), names, layers);
    return new LayerGraph(
        layers,
        edges,
        fields.count(root, "maxFPGAs", 0),
        fields.count(root, "maxCPUs", 0),
        fields.amount(root, "maxSizePerFPGA", "", Double.POSITIVE_INFINITY),
        "ms");
  }

  private List<LayerGraph.Layer> layers(JsonNode nodes, Names names) {
    var layers = new ArrayList<LayerGraph.Layer>();
    Map<String, Long> classes = new HashMap<>();
    for (var node : nodes) {
      var name = fields.name(node, "id");
      names.add(name);
      // A class and a name can be written alike.
      var together = node.has("colorClass") ? "class " + fields.name(node, "colorClass") : name;
      layers.add(
          new LayerGraph.Layer(
              name,
              fields.amount(node, "fpgaLatency", name),
              fields.amount(node, "cpuLatency", name),
              fields.flag(node, "supportedOnFpga", true),
              fields.flag(node, "isBackwardNode", false),
              classes.computeIfAbsent(together, _ -> (long) classes.size()),
              fields.amount(node, "size", name, 0)));
    }
    return layers;
  }

  private List<LayerGraph.Edge> edges(JsonNode list, Names names, List<LayerGraph.Layer> layers) {
    var edges = new ArrayList<LayerGraph.Edge>();
    List<List<Integer>> after = new ArrayList<>();
    layers.forEach(_ -> after.add(new ArrayList<>()));
    var costs = new double[layers.size()];
    java.util.Arrays.fill(costs, -1);
    for (var edge : list) {
      int from = names.of(fields.name(edge, "sourceId"));
      int to = names.of(fields.name(edge, "destId"));
      var producer = layers.get(from).name();
      double cost = fields.amount(edge, "cost", producer, 0);
      if (costs[from] >= 0 && Math.abs(costs[from] - cost) > SAME_COST) {
        throw ProblemException.of("planner.costs", source.toString(), source, producer);
      }
      if (layers.get(from).backward() && !layers.get(to).backward()) {
        throw ProblemException.of(
            "planner.backward", source.toString(), source, producer, layers.get(to).name());
      }
      costs[from] = cost;
      after.get(from).add(to);
      edges.add(new LayerGraph.Edge(from, to, cost));
    }
    names.check(after);
    return edges;
  }
}
