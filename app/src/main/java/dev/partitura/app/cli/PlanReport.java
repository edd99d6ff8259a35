package dev.partitura.app.cli;

import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.planner.GraphPlan;
import dev.partitura.engine.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A plan of a graph, for a person and for a program.
///
/// @param seconds that the planner took
record PlanReport(GraphPlan plan, double seconds) {
  private static final int MOST_ROWS = 64;

  String text() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("device", "nodes", plan.unit()));
    plan.loads().stream()
        .limit(MOST_ROWS)
        .forEach(load ->
            rows.add(List.of(load.device(), Integer.toString(load.nodes()), number(load.time()))));
    var text = new StringBuilder(Table.of(rows));
    int more = plan.loads().size() - MOST_ROWS;
    if (more > 0) {
      text.append("and ").append(more).append(" devices more\n");
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%s of a %s: %s %s, %s%n",
            plan.measure(),
            plan.kind(),
            number(plan.value()),
            plan.unit(),
            distance()));
    text.append(
        String.format(
            Locale.ROOT,
            "busiest is %s; found by %s in %s%n",
            plan.busiest().device(),
            plan.method(),
            Quantity.time(seconds * 1e9)));
    return text.toString();
  }

  private String distance() {
    return plan.optimal()
        ? "proven best"
        : "at most "
            + Quantity.percent(plan.gap())
            + " above the best possible (bound "
            + number(plan.lowerBound())
            + ")";
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  String json() {
    var root = JsonText.object();
    root.put("kind", plan.kind());
    root.put("devices", plan.devices());
    root.put(plan.measure(), plan.value());
    root.put("unit", plan.unit());
    root.put("lowerBound", plan.lowerBound());
    root.put("optimal", plan.optimal());
    root.put("gap", plan.gap());
    root.put("method", plan.method());
    root.put("busiest", plan.busiest().device());
    root.put("seconds", seconds);
    var loads = root.putArray("loads");
    for (var load : plan.loads()) {
      loads
          .addObject()
          .put("device", load.device())
          .put("nodes", load.nodes())
          .put("time", load.time());
    }
    var assignment = root.putObject("assignment");
    for (var node : plan.assignments()) {
      if (node.start().isPresent()) {
        assignment
            .putObject(node.node())
            .put("device", node.device())
            .put("start", node.start().getAsDouble())
            .put("end", node.end().orElseThrow());
      } else {
        assignment.put(node.node(), node.device());
      }
    }
    return JsonText.write(root);
  }

  String csv() {
    var text = new StringBuilder("node,device,start,end\n");
    for (var node : plan.assignments()) {
      text.append(quoted(node.node()))
          .append(',')
          .append(node.device())
          .append(',')
          .append(node.start().isPresent() ? number(node.start().getAsDouble()) : "")
          .append(',')
          .append(node.end().isPresent() ? number(node.end().getAsDouble()) : "")
          .append('\n');
    }
    return text.toString();
  }

  private static String quoted(String name) {
    return name.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + name.replace("\"", "\"\"") + '"'
        : name;
  }
}
