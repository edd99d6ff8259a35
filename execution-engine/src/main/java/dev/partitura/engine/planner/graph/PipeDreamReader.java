package dev.partitura.engine.planner.graph;

import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the profiles of PipeDream (Narayanan et al. 2019, doi:10.1145/3341301.3359646): a line
/// `node1 -- Conv2d(…) -- forward_compute_time=…, backward_compute_time=…, …` for each layer, and
/// an indented `node1 -- node2` for each edge. Times are in milliseconds; a task takes its forward
/// and its backward.
final class PipeDreamReader {
  private static final String GAP = " -- ";
  private static final String FORWARD = "forward_compute_time";

  private final Object source;

  PipeDreamReader(Object source) {
    this.source = source;
  }

  static boolean reads(String text) {
    return text.contains(FORWARD + "=") && text.contains(GAP);
  }

  TaskDag read(String text) {
    var names = new Names(source);
    var tasks = new ArrayList<TaskDag.Task>();
    var lines = text.lines().filter(line -> !line.isBlank()).toList();
    for (var line : lines) {
      if (line.contains(FORWARD + "=")) {
        var name = line.strip().split(GAP, 2)[0];
        names.add(name);
        var values = values(line);
        tasks.add(
            new TaskDag.Task(
                name,
                number(values, FORWARD, name) + number(values, "backward_compute_time", name)));
      }
    }
    List<List<Integer>> after = new ArrayList<>();
    tasks.forEach(_ -> after.add(new ArrayList<>()));
    var edges = new ArrayList<TaskDag.Edge>();
    for (var line : lines) {
      if (!line.contains(FORWARD + "=")) {
        var ends = line.strip().split(GAP, 2);
        int from = names.of(ends[0]);
        int to = names.of(ends.length > 1 ? ends[1] : "");
        after.get(from).add(to);
        edges.add(new TaskDag.Edge(from, to, 0));
      }
    }
    names.check(after);
    return new TaskDag(tasks, edges, 0, "ms");
  }

  private static Map<String, String> values(String line) {
    Map<String, String> values = new HashMap<>();
    for (var part : line.substring(line.indexOf(FORWARD)).split("\\s*--\\s*|,\\s*")) {
      var pair = part.split("=", 2);
      if (pair.length == 2) {
        values.put(pair[0].strip(), pair[1].strip());
      }
    }
    return values;
  }

  private double number(Map<String, String> values, String field, String node) {
    double number;
    try {
      number = Double.parseDouble(values.getOrDefault(field, ""));
    } catch (NumberFormatException _) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw ProblemException.of("planner.number", source.toString(), source, field, node);
    }
    if (number < 0) {
      throw ProblemException.of("planner.negative", source.toString(), source, field, node, number);
    }
    return number;
  }
}
