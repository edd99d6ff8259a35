package dev.partitura.engine.planner.graph;

import java.util.List;

/// A network of layers or operators with the times that each takes on two kinds of devices, to be
/// split over them so that samples can stream through.
///
/// @param layers in the order of the file
/// @param edges from a producer to a consumer; all from one producer cost the same
/// @param accelerators, cpus devices that the file states; 0 where it states none
/// @param bytes of an accelerator's memory; infinite where the file states none
/// @param unit of all times and costs
public record LayerGraph(
    List<Layer> layers, List<Edge> edges, int accelerators, int cpus, double bytes, String unit)
    implements PlannableGraph {
  public LayerGraph {
    layers = List.copyOf(layers);
    edges = List.copyOf(edges);
  }

  /// One node.
  ///
  /// @param name unique in the graph
  /// @param acceleratorTime, cpuTime of one sample
  /// @param accelerated whether an accelerator can run it
  /// @param backward whether it belongs to the backward pass, whose order no split needs to keep
  /// @param together layers of one number share a device
  /// @param bytes of accelerator memory
  public record Layer(
      String name,
      double acceleratorTime,
      double cpuTime,
      boolean accelerated,
      boolean backward,
      long together,
      double bytes) {}

  /// A value that one layer hands to another.
  ///
  /// @param from, to positions of layers
  /// @param cost time to bring the producer's value off an accelerator, or onto one
  public record Edge(int from, int to, double cost) {}
}
