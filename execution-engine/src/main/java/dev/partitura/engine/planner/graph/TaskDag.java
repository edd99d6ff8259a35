package dev.partitura.engine.planner.graph;

import java.util.List;

/// Tasks with times, some of which wait for others, to be spread over identical processors. A value
/// costs time where it goes to another processor; many can be under way at once.
///
/// @param tasks in the order of the file
/// @param edges from a task to one that waits for it
/// @param processors that the file states; 0 where it states none
/// @param unit of all times and costs
public record TaskDag(List<Task> tasks, List<Edge> edges, int processors, String unit)
    implements PlannableGraph {
  public TaskDag {
    tasks = List.copyOf(tasks);
    edges = List.copyOf(edges);
  }

  /// One task.
  ///
  /// @param name unique in the graph
  /// @param time on a processor
  public record Task(String name, double time) {}

  /// What one task hands to another.
  ///
  /// @param from, to positions of tasks
  /// @param cost time between processors
  public record Edge(int from, int to, double cost) {}
}
