package dev.partitura.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.Percentiles;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.ServingFigures;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.LoadResult;
import dev.partitura.engine.execute.serve.live.ServedPlan;
import dev.partitura.engine.execute.serve.mlperf.EarlyStopping;
import dev.partitura.engine.execute.serve.mlperf.LoadScenario;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What serving gave, for a person and for a program.
///
/// @param plan in the words of the command line
record ServeReport(String model, String plan, Load load, ServedPlan served, LoadResult result) {
  private static final double PERCENTILE = 0.99;

  String table() {
    var measured = result.measured();
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "served",
            model
                + " under "
                + plan
                + ", "
                + instances()
                + ", batches of at most "
                + load.settings().batchMax()));
    rows.add(
        List.of(
            "offered",
            Quantity.perSecond(measured.offeredPerSecond(), "requests")
                + ", "
                + measured.offered()
                + " requests in "
                + Quantity.time(measured.seconds() * Arrivals.NANOS)));
    rows.add(List.of("completed", Quantity.perSecond(measured.completedPerSecond(), "requests")));
    if (!load.settings().deadlines().isEmpty()) {
      rows.add(
          List.of(
              "in time",
              Quantity.perSecond(measured.goodputPerSecond(), "requests")
                  + ", "
                  + Quantity.percent(measured.goodShare())
                  + " of those offered"));
    }
    rows.add(List.of("shed", Quantity.count(measured.shedInAll())));
    rows.add(List.of("requests of a batch", Quantity.digits(measured.meanBatch())));
    rows.add(List.of("utilization", Quantity.percent(measured.meanUtilization())));
    if (load.scenario() == LoadScenario.SERVER) {
      rows.add(
          List.of(
              "generator",
              "came late by "
                  + Quantity.time(result.lagNanos().p99())
                  + " at p99, "
                  + Quantity.time(result.lagNanos().max())
                  + " at most"
                  + (result.generatorKeptUp()
                      ? ""
                      : ": too late for such latencies, more than a tenth of the p99")));
    }
    return Table.of(rows) + System.lineSeparator() + Table.of(times()) + notes();
  }

  private String instances() {
    int count = served.instances().size();
    return count == 1 ? "one instance" : count + " instances";
  }

  private List<List<String>> times() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("", "mean", "p50", "p90", "p95", "p99", "p99.9", "max"));
    var measured = result.measured();
    rows.add(row("latency, measured", measured.latencyNanos()));
    if (result.predicted() != null) {
      rows.add(row("latency, predicted", result.predicted().latencyNanos()));
    }
    rows.add(row("  queue", measured.queueNanos()));
    rows.add(row("  batch wait", measured.batchWaitNanos()));
    rows.add(row("  compute", measured.computeNanos()));
    rows.add(row("  transfer", measured.transferNanos()));
    return rows;
  }

  private static List<String> row(String name, Percentiles of) {
    return List.of(
        name,
        Quantity.time(of.mean()),
        Quantity.time(of.p50()),
        Quantity.time(of.p90()),
        Quantity.time(of.p95()),
        Quantity.time(of.p99()),
        Quantity.time(of.p999()),
        Quantity.time(of.max()));
  }

  private String notes() {
    var text = new StringBuilder(System.lineSeparator());
    var confidence = result.measured().confidence();
    if (Double.isFinite(confidence.p99().low())) {
      text.append(
          String.format(
              Locale.ROOT,
              "The p99 lies between %s and %s with 95 %% confidence%s.%n",
              Quantity.time(Math.max(0, confidence.p99().low())),
              Quantity.time(confidence.p99().high()),
              confidence.enough() ? "" : ", but the run was too short for that to be sure"));
    } else {
      text.append("The run was too short for any confidence.").append(System.lineSeparator());
    }
    if (!load.settings().deadlines().isEmpty()) {
      text.append(claim()).append(System.lineSeparator());
    }
    if (result.predicted() != null) {
      text.append(
              "Predicted is the same queue simulated at the same arrivals, with service times"
                  + " measured before the load.")
          .append(System.lineSeparator());
    }
    return text.toString();
  }

  /// Requests that were shed never kept their deadline.
  private int missed(ServingFigures of) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, of.late() + of.shedInAll()));
  }

  private boolean mayClaim() {
    var of = result.measured();
    int queries = Math.toIntExact(Math.min(1_000_000_000, of.answered() + of.shedInAll()));
    int missed = missed(of);
    return queries > 0
        && missed < queries * (1 - PERCENTILE) + 1
        && new EarlyStopping(PERCENTILE, 0, PERCENTILE).mayClaim(queries, missed);
  }

  private String claim() {
    return "By MLPerf's rule the run "
        + (mayClaim() ? "may" : "may not")
        + " claim that 99 % keep the deadline: "
        + missed(result.measured())
        + " of "
        + result.measured().offered()
        + " missed it.";
  }

  String json() {
    var root = JsonText.object();
    root.put("origin", "measured");
    root.put("model", model);
    root.put("plan", plan);
    root.put("scenario", load.scenario().word());
    put(root, load.settings());
    root.put("instances", served.instances().size());
    root.put("capacityPerSecond", served.capacityPerSecond());
    result.measured().put(root);
    var lag = root.putObject("generatorLagNanos");
    lag.put("p99", result.lagNanos().p99()).put("max", result.lagNanos().max());
    root.put("generatorKeptUp", result.generatorKeptUp());
    if (!load.settings().deadlines().isEmpty()) {
      root.put("mayClaimP99", mayClaim());
    }
    putService(root, served);
    if (result.predicted() == null) {
      root.putNull("predicted");
    } else {
      var predicted = root.putObject("predicted");
      predicted.put("origin", "simulated");
      predicted.put("from", "the same arrivals, and service times measured before the load");
      result.predicted().put(predicted);
    }
    return JsonText.write(root);
  }

  static void put(ObjectNode root, QueueSettings settings) {
    root.put("batchMax", settings.batchMax());
    root.put("batchWaitMaxNanos", settings.batchWaitNanos());
    if (settings.queueMax() == QueueSettings.UNLIMITED) {
      root.putNull("queueMax");
    } else {
      root.put("queueMax", settings.queueMax());
    }
    root.put("policy", settings.policy().word());
    var deadlines = root.putArray("deadlinesNanos");
    settings.deadlines().nanos().forEach(deadlines::add);
    root.put("sheds", settings.sheds());
  }

  static void putService(ObjectNode root, ServedPlan served) {
    var service = root.putObject("serviceNanos");
    served
        .service()
        .bySize()
        .forEach((size, times) -> service.put(size.toString(), times.mean() * Arrivals.NANOS));
  }
}
