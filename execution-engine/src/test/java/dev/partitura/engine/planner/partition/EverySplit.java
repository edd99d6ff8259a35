package dev.partitura.engine.planner.partition;

import dev.partitura.engine.planner.graph.LayerGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The least load among all splits, each tried, with loads as they are defined: from layers and
/// edges.
final class EverySplit {
  private final LayerGraph graph;
  private final List<Boolean> cpu;
  private final boolean ordered;
  private final double bytes;
  private final List<Long> classes;
  private final Map<Long, Integer> place = new HashMap<>();
  private double least = Double.POSITIVE_INFINITY;

  private EverySplit(LayerGraph graph, List<Boolean> cpu, boolean ordered, double bytes) {
    this.graph = graph;
    this.cpu = cpu;
    this.ordered = ordered;
    this.bytes = bytes;
    classes = graph.layers().stream().map(LayerGraph.Layer::together).distinct().toList();
  }

  /// Over every order of the devices in the chain; infinite where no split fits.
  static double least(LayerGraph graph, int accelerators, int cpus, double bytes, boolean ordered) {
    double least = Double.POSITIVE_INFINITY;
    for (int kinds = 0; kinds < 1 << (accelerators + cpus); kinds++) {
      if (Integer.bitCount(kinds) == cpus) {
        var cpu = new ArrayList<Boolean>();
        for (int device = 0; device < accelerators + cpus; device++) {
          cpu.add((kinds >> device & 1) == 1);
        }
        var every = new EverySplit(graph, cpu, ordered, bytes);
        every.place(0);
        least = Math.min(least, every.least);
      }
    }
    return least;
  }

  private void place(int next) {
    if (next == classes.size()) {
      if (!ordered || keepsOrder()) {
        double load = 0;
        for (int device = 0; device < cpu.size(); device++) {
          load = Math.max(load, load(device));
        }
        least = Math.min(least, load);
      }
      return;
    }
    for (int device = 0; device < cpu.size(); device++) {
      place.put(classes.get(next), device);
      place(next + 1);
    }
  }

  private int device(int layer) {
    return place.getOrDefault(graph.layers().get(layer).together(), -1);
  }

  private boolean keepsOrder() {
    Set<Long> forward = new HashSet<>();
    graph.layers().stream()
        .filter(layer -> !layer.backward())
        .forEach(layer -> forward.add(layer.together()));
    for (var edge : graph.edges()) {
      var from = graph.layers().get(edge.from());
      var to = graph.layers().get(edge.to());
      if (!from.backward() && !to.backward() && device(edge.from()) > device(edge.to())) {
        return false;
      }
      boolean alone = !forward.contains(from.together()) || !forward.contains(to.together());
      if (from.backward() && to.backward() && alone && device(edge.to()) > device(edge.from())) {
        return false;
      }
    }
    return true;
  }

  private double load(int device) {
    double load = 0;
    double held = 0;
    for (int i = 0; i < graph.layers().size(); i++) {
      var layer = graph.layers().get(i);
      if (device(i) == device) {
        load += cpu.get(device) ? layer.cpuTime() : layer.acceleratorTime();
        held += layer.bytes();
        if (!cpu.get(device) && !layer.accelerated()) {
          return Double.POSITIVE_INFINITY;
        }
      }
    }
    if (cpu.get(device)) {
      return load;
    }
    Set<Integer> paid = new HashSet<>();
    for (var edge : graph.edges()) {
      boolean here = device(edge.from()) == device;
      if (here != (device(edge.to()) == device) && paid.add(edge.from())) {
        load += edge.cost();
      }
    }
    return held > bytes ? Double.POSITIVE_INFINITY : load;
  }
}
