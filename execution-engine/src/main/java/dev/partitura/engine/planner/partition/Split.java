package dev.partitura.engine.planner.partition;

import java.util.List;

/// Where each layer goes, and how good that is.
///
/// @param parts the devices that have anything to do, a chain in the order of the data where the
///   split is contiguous
/// @param load of the busiest device, in the unit of the graph
/// @param lowerBound no split of the kind asked for has a lower load
/// @param optimal whether none has: the bound was reached up to rounding
/// @param method how it was found
public record Split(
    List<Part> parts, double load, double lowerBound, boolean optimal, String method) {
  public Split {
    parts = List.copyOf(parts);
  }

  /// What one device holds.
  ///
  /// @param onCpu whether the device is a CPU
  /// @param layers positions in the graph, ascending
  /// @param load time of a sample, with all that the device sends and receives
  public record Part(boolean onCpu, List<Integer> layers, double load) {
    public Part {
      layers = List.copyOf(layers);
    }
  }
}
