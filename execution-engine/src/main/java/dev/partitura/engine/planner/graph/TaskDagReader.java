package dev.partitura.engine.planner.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Reads task graphs of `tasks`, names with times, and `edges`, triples of two names and the cost
/// between processors.
final class TaskDagReader {
  private final Object source;
  private final Fields fields;

  TaskDagReader(Object source) {
    this.source = source;
    fields = new Fields(source);
  }

  static boolean reads(JsonNode root) {
    return root.path("tasks").isObject() && root.path("edges").isArray();
  }

  TaskDag read(JsonNode root) {
    var names = new Names(source);
    var tasks = new ArrayList<TaskDag.Task>();
    List<List<Integer>> after = new ArrayList<>();
    root.path("tasks")
        .fieldNames()
        .forEachRemaining(task -> {
          names.add(task);
          after.add(new ArrayList<>());
          tasks.add(new TaskDag.Task(task, fields.amount(root.path("tasks"), task, task)));
        });
    var edges = new ArrayList<TaskDag.Edge>();
    for (var edge : root.path("edges")) {
      int from = names.of(edge.path(0).asText());
      int to = names.of(edge.path(1).asText());
      double cost = edge.has(2) ? fields.amount(edge.path(2), tasks.get(from).name()) : 0;
      after.get(from).add(to);
      edges.add(new TaskDag.Edge(from, to, cost));
    }
    names.check(after);
    return new TaskDag(tasks, edges, 0, "units");
  }
}
