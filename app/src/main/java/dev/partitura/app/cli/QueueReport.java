package dev.partitura.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.Interval;
import dev.partitura.engine.execute.serve.Percentiles;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.RecordedArrivals;
import dev.partitura.engine.execute.serve.ServingFigures;
import dev.partitura.engine.execute.serve.formula.ClosedForm;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.quantity.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The figures of a queue, computed and simulated side by side, for a person and for a program.
final class QueueReport {
  private static final Map<String, Double> SHARES = shares();

  private final String text;
  private final Arrivals arrivals;
  private @Nullable String service;
  private QueueSettings settings = QueueSettings.PLAIN;
  private double load;
  private @Nullable ClosedForm form;
  private @Nullable ServingFigures figures;
  private long seed;

  QueueReport(String text, Arrivals arrivals) {
    this.text = text;
    this.arrivals = arrivals;
  }

  private static Map<String, Double> shares() {
    var shares = new LinkedHashMap<String, Double>();
    shares.put("p50", 0.5);
    shares.put("p90", 0.9);
    shares.put("p95", 0.95);
    shares.put("p99", 0.99);
    shares.put("p999", 0.999);
    return shares;
  }

  /// @param offered load: what arrives over what could be served
  void describe(String ofService, QueueSettings queue, double offered) {
    service = ofService;
    settings = queue;
    load = offered;
  }

  void computed(Optional<ClosedForm> found) {
    form = found.orElse(null);
  }

  void simulated(ServingFigures found, long by) {
    figures = found;
    seed = by;
  }

  /// Of several deadlines each is that of as many requests.
  private double lateShare(ClosedForm of) {
    return settings.deadlines().nanos().stream()
        .mapToDouble(nanos -> of.latencyTail(nanos / Arrivals.NANOS))
        .average()
        .orElse(Double.NaN);
  }

  private boolean overloaded() {
    return load >= 1 && settings.queueMax() == QueueSettings.UNLIMITED && !settings.sheds();
  }

  String table() {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "arrivals",
            Quantity.perSecond(arrivals.perSecond(), "requests")
                + ", coefficient of variation "
                + Quantity.digits(arrivals.variation())
                + (arrivals instanceof RecordedArrivals log
                    ? ", " + log.requests() + " requests recorded"
                    : "")));
    if (service == null) {
      return Table.of(rows);
    }
    rows.add(
        List.of(
            "load",
            Quantity.percent(load)
                + (overloaded() ? ": the queue grows for ever, there is no steady state" : "")));
    rows.add(
        List.of(
            "closed form", form == null ? "none is known" : form.name() + ": " + form.source()));
    return Table.of(rows) + System.lineSeparator() + Table.of(figureRows());
  }

  private List<List<String>> figureRows() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("", "closed form", "simulated", "95 % interval"));
    var by = form;
    var of = figures;
    time(
        rows,
        "latency, mean",
        by == null ? Double.NaN : by.meanLatencySeconds(),
        of == null ? Double.NaN : of.latencyNanos().mean(),
        of == null ? null : of.confidence().mean());
    SHARES.forEach((name, share) ->
        time(
            rows,
            "latency, " + name,
            by == null ? Double.NaN : by.latencyQuantile(share),
            of == null ? Double.NaN : nanos(of.latencyNanos(), name),
            of == null || !name.equals("p99") ? null : of.confidence().p99()));
    time(
        rows,
        "wait, mean",
        by == null ? Double.NaN : by.meanWaitSeconds(),
        of == null ? Double.NaN : of.waitNanos().mean(),
        of == null ? null : of.confidence().waits());
    SHARES.forEach((name, share) ->
        time(
            rows,
            "wait, " + name,
            by == null ? Double.NaN : by.waitQuantile(share),
            of == null ? Double.NaN : nanos(of.waitNanos(), name),
            null));
    share(
        rows,
        "had to wait",
        by == null ? Double.NaN : by.waitShare(),
        of == null ? Double.NaN : of.waitShare());
    share(
        rows,
        "shed",
        by == null ? Double.NaN : by.shedShare(),
        of == null ? Double.NaN : of.shedShare());
    if (!settings.deadlines().isEmpty()) {
      share(
          rows,
          "late",
          by == null ? Double.NaN : lateShare(by),
          of == null ? Double.NaN : of.lateShare());
    }
    share(
        rows,
        "utilization",
        by == null ? Double.NaN : by.utilization(),
        of == null ? Double.NaN : of.meanUtilization());
    number(
        rows,
        "requests of a batch",
        by == null ? Double.NaN : by.meanBatch(),
        of == null ? Double.NaN : of.meanBatch());
    number(
        rows,
        "requests in the system",
        by == null ? Double.NaN : by.meanInSystem(),
        of == null ? Double.NaN : of.meanInSystem());
    if (of != null && !of.confidence().enough()) {
      rows.add(List.of("", "", "", "too short a run for these intervals: use more --requests"));
    }
    return rows;
  }

  private static void time(
      List<List<String>> rows,
      String name,
      double seconds,
      double nanos,
      @Nullable Interval interval) {
    rows.add(
        List.of(
            name,
            text(seconds * Arrivals.NANOS),
            text(nanos),
            interval == null || !Double.isFinite(interval.low())
                ? ""
                : text(interval.low()) + " to " + text(interval.high())));
  }

  private static void share(List<List<String>> rows, String name, double exact, double found) {
    rows.add(List.of(name, fine(exact), fine(found), ""));
  }

  private static String fine(double share) {
    return Quantity.percent(share, 1e-4);
  }

  private static void number(List<List<String>> rows, String name, double exact, double found) {
    rows.add(List.of(name, Quantity.digits(exact), Quantity.digits(found), ""));
  }

  private static String text(double nanos) {
    return Double.isFinite(nanos) ? Quantity.time(nanos) : Quantity.NONE;
  }

  private static double nanos(Percentiles times, String name) {
    return switch (name) {
      case "p50" -> times.p50();
      case "p90" -> times.p90();
      case "p95" -> times.p95();
      case "p99" -> times.p99();
      default -> times.p999();
    };
  }

  String json() {
    var root = JsonText.object();
    var arriving = root.putObject("arrivals");
    arriving.put("text", text);
    arriving.put("perSecond", arrivals.perSecond());
    arriving.put("meanGapSeconds", 1 / arrivals.perSecond());
    arriving.put("coefficientOfVariation", arrivals.variation());
    if (arrivals instanceof RecordedArrivals log) {
      arriving.put("requests", log.requests());
      arriving.put("seconds", log.lengthSeconds());
    }
    if (service != null) {
      root.put("service", service);
      root.put("load", load);
      root.put("steadyState", !overloaded());
      put(root);
    }
    return JsonText.write(root);
  }

  private void put(ObjectNode root) {
    if (form == null) {
      root.putNull("closedForm");
    } else {
      put(root.putObject("closedForm"), form);
    }
    if (figures != null) {
      var simulated = root.putObject("simulated");
      simulated.put("origin", "simulated");
      simulated.put("seed", seed);
      figures.put(simulated);
    }
  }

  private void put(ObjectNode into, ClosedForm of) {
    into.put("origin", "closed form");
    into.put("name", of.name());
    into.put("source", of.source());
    number(into, "load", of.load());
    number(into, "utilization", of.utilization());
    number(into, "waitShare", of.waitShare());
    number(into, "shedShare", of.shedShare());
    number(into, "lateShare", lateShare(of));
    number(into, "meanBatch", of.meanBatch());
    number(into, "meanInSystem", of.meanInSystem());
    var latency = into.putObject("latencyNanos");
    number(latency, "mean", of.meanLatencySeconds() * Arrivals.NANOS);
    if (!Double.isNaN(of.meanLatencyBoundSeconds())) {
      latency.put("meanAtMost", of.meanLatencyBoundSeconds() * Arrivals.NANOS);
    }
    SHARES.forEach(
        (name, share) -> number(latency, name, of.latencyQuantile(share) * Arrivals.NANOS));
    var waits = into.putObject("waitNanos");
    number(waits, "mean", of.meanWaitSeconds() * Arrivals.NANOS);
    SHARES.forEach((name, share) -> number(waits, name, of.waitQuantile(share) * Arrivals.NANOS));
  }

  /// What no formula gives is null.
  private static void number(ObjectNode into, String name, double value) {
    if (Double.isFinite(value)) {
      into.put(name, value);
    } else {
      into.putNull(name);
    }
  }
}
