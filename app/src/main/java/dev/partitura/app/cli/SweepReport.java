package dev.partitura.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.LoadSearch;
import dev.partitura.engine.execute.serve.live.ServedPlan;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;

/// The highest loads of several plans, and how latency grows with load under each.
final class SweepReport {
  private final Load load;
  private final ObjectNode root = JsonText.object();
  private final ArrayNode plans;
  private final List<List<String>> rows = new ArrayList<>();
  private String latest = "";

  SweepReport(String model, Load load) {
    this.load = load;
    root.put("origin", "measured");
    root.put("model", model);
    ServeReport.put(root, load.settings());
    root.put("secondsOfEachRate", load.seconds());
    plans = root.putArray("plans");
    rows.add(List.of("plan", "instances", "highest rate", "p99 there", "capacity", "alone, p50"));
  }

  void add(String plan, ServedPlan served, LoadSearch found) {
    var entry = plans.addObject();
    entry.put("plan", plan);
    entry.put("instances", served.instances().size());
    entry.put("capacityPerSecond", served.capacityPerSecond());
    entry.put("highestPerSecond", found.highestPerSecond());
    ServeReport.putService(entry, served);
    var points = entry.putArray("points");
    var table = new ArrayList<List<String>>();
    table.add(
        List.of(plan, "completed", "p50", "p99", "predicted p99", "requests of a batch", "kept"));
    var p99 = Quantity.NONE;
    for (var point : found.points()) {
      var measured = point.result().measured();
      var predicted = point.result().predicted();
      var into = points.addObject();
      into.put("perSecond", point.perSecond());
      into.put("kept", point.kept());
      measured.put(into);
      into.putObject("generatorLagNanos")
          .put("p99", point.result().lagNanos().p99())
          .put("max", point.result().lagNanos().max());
      if (predicted != null) {
        predicted.put(into.putObject("predicted").put("origin", "simulated"));
      }
      if (point.perSecond() == found.highestPerSecond()) {
        p99 = Quantity.time(measured.latencyNanos().p99());
      }
      table.add(
          List.of(
              Quantity.perSecond(point.perSecond(), "requests"),
              Quantity.perSecond(measured.completedPerSecond(), "requests"),
              Quantity.time(measured.latencyNanos().p50()),
              Quantity.time(measured.latencyNanos().p99()),
              predicted == null ? "" : Quantity.time(predicted.latencyNanos().p99()),
              Quantity.digits(measured.meanBatch()),
              point.kept() ? "yes" : "no"));
    }
    latest = Table.of(table) + System.lineSeparator();
    rows.add(
        List.of(
            plan,
            Integer.toString(served.instances().size()),
            found.highestPerSecond() == 0
                ? "none kept the deadline"
                : Quantity.perSecond(found.highestPerSecond(), "requests"),
            p99,
            Quantity.perSecond(served.capacityPerSecond(), "requests"),
            Quantity.time(found.points().getFirst().result().measured().latencyNanos().p50())));
  }

  /// The rates that were tried for the plan that was added last.
  String latest() {
    return latest;
  }

  String table() {
    return "Highest rate whose p99 keeps "
        + Quantity.time(load.settings().deadlines().sole())
        + ", measured:"
        + System.lineSeparator()
        + Table.of(rows);
  }

  String json() {
    return JsonText.write(root);
  }
}
