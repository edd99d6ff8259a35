package dev.partitura.engine.planner.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads workflows in WfFormat 1.5 of WfCommons (Coleman et al. 2022,
/// doi:10.1016/j.future.2021.09.043): tasks with `parents` and `children`, and the times in seconds
/// in which they ran. Files cost nothing between processors of one machine.
final class WorkflowReader {
  private final Object source;
  private final Fields fields;

  WorkflowReader(Object source) {
    this.source = source;
    fields = new Fields(source);
  }

  static boolean reads(JsonNode root) {
    return root.path("workflow").path("specification").path("tasks").isArray();
  }

  TaskDag read(JsonNode root) {
    var workflow = root.path("workflow");
    Map<String, Double> seconds = new HashMap<>();
    for (var run : workflow.path("execution").path("tasks")) {
      var name = fields.name(run, "id");
      seconds.put(name, fields.amount(run, "runtimeInSeconds", name, 0));
    }
    var specified = workflow.path("specification").path("tasks");
    var names = new Names(source);
    var tasks = new ArrayList<TaskDag.Task>();
    List<List<Integer>> after = new ArrayList<>();
    for (var task : specified) {
      var name = fields.name(task, "id");
      names.add(name);
      after.add(new ArrayList<>());
      tasks.add(new TaskDag.Task(name, seconds.getOrDefault(name, 0.0)));
    }
    var edges = new ArrayList<TaskDag.Edge>();
    Set<List<Integer>> known = new HashSet<>();
    for (var task : specified) {
      int here = names.of(fields.name(task, "id"));
      for (var parent : task.path("parents")) {
        edge(names.of(parent.asText()), here, known, after, edges);
      }
      for (var child : task.path("children")) {
        edge(here, names.of(child.asText()), known, after, edges);
      }
    }
    names.check(after);
    return new TaskDag(tasks, edges, 0, "s");
  }

  /// Each edge stands at both of its ends.
  private static void edge(
      int from,
      int to,
      Set<List<Integer>> known,
      List<List<Integer>> after,
      List<TaskDag.Edge> edges) {
    if (known.add(List.of(from, to))) {
      after.get(from).add(to);
      edges.add(new TaskDag.Edge(from, to, 0));
    }
  }
}
