package dev.partitura.engine.planner;

import java.util.List;
import java.util.OptionalDouble;

/// Which device does what, how good that is and how much better it could be at most.
///
/// @param kind `contiguous-split`, `free-split` or `schedule`
/// @param devices that there are, used or not
/// @param measure what `value` is: `bottleneck` or `makespan`
/// @param value in `unit`; less is better
/// @param lowerBound no plan of this kind has a lower value
/// @param optimal whether none has: `value` is the bound, up to rounding
/// @param method how it was found
/// @param loads of all devices, in their order
/// @param assignments of all nodes, in the order of the file
public record GraphPlan(
    String kind,
    int devices,
    String measure,
    String unit,
    double value,
    double lowerBound,
    boolean optimal,
    String method,
    List<Load> loads,
    List<Assignment> assignments) {
  public GraphPlan {
    loads = List.copyOf(loads);
    assignments = List.copyOf(assignments);
  }

  /// What a device has to do.
  ///
  /// @param device its name
  /// @param nodes how many it has
  /// @param time that it is busy
  public record Load(String device, int nodes, double time) {}

  /// Where a node goes and, in a schedule, when it begins and ends.
  public record Assignment(String node, String device, OptionalDouble start, OptionalDouble end) {}

  /// How much better another plan could be at most, as a share of this one.
  public double gap() {
    return optimal || value <= 0 ? 0 : (value - lowerBound) / value;
  }

  /// The device that has most to do.
  public Load busiest() {
    return loads.stream()
        .reduce((one, other) -> other.time() > one.time() ? other : one)
        .orElseThrow();
  }
}
