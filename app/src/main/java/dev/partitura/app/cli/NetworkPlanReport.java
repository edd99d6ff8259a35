package dev.partitura.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.PlanFile;
import dev.partitura.engine.planner.network.NetworkPlan;
import dev.partitura.engine.planner.network.NetworkPlan.Alternative;
import dev.partitura.engine.planner.network.NetworkPlan.Candidate;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.quantity.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A plan of a network, for a person and for a program.
///
/// @param samples of an iteration
/// @param seconds that the planner took
record NetworkPlanReport(NetworkPlan plan, Network network, int samples, double seconds) {
  private static final int MOST_ROWS = 8;
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  String text() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("plan", plan.words()));
    rows.add(
        List.of(
            "predicted",
            Quantity.time(plan.iterationNanos())
                + " an iteration of "
                + Quantity.counted(samples, "sample")
                + ", "
                + Quantity.perSecond(samples * NANOS / plan.iterationNanos(), "sample")));
    rows.add(
        List.of(
            "memory",
            "needs "
                + Quantity.bytes(plan.peakBytes())
                + " on the fullest of "
                + Quantity.counted(plan.devices(), "device")));
    rows.add(
        List.of(
            "bound",
            plan.lowerBoundNanos() > 0
                ? "no plan takes less than "
                    + Quantity.time(plan.lowerBoundNanos())
                    + ", so this one is at most "
                    + Quantity.percent(plan.gap())
                    + " above the best possible"
                : "none is known: it counts products and convolutions, and there are none"));
    var slowest = plan.bottleneck();
    rows.add(
        List.of(
            "bottleneck",
            slowest.device()
                + " computes "
                + Quantity.percent(slowest.computeShare())
                + " of the time, exchanges values "
                + Quantity.percent(slowest.exchangeShare())
                + " beside that and is idle "
                + Quantity.percent(slowest.idleShare())));
    for (var binding : plan.binding()) {
      rows.add(List.of("binding", text(binding)));
    }
    nearest().values().forEach(each -> rows.add(List.of("otherwise", text(each))));
    for (var candidate :
        plan.candidates().subList(0, Math.min(MOST_ROWS, plan.candidates().size()))) {
      rows.add(List.of("looked at", text(candidate)));
    }
    rows.add(
        List.of(
            "search",
            plan.plansTried()
                + " plans priced at "
                + Quantity.count(plansPerSecond())
                + " a second, "
                + simulated()
                + " run in thought, in "
                + Quantity.time(seconds * NANOS)
                + (plan.complete() ? "" : "; stopped before it was done")));
    return Table.of(rows);
  }

  /// What `--plan` of other commands reads.
  String planFile() {
    return PlanFile.write(plan.plan(), network);
  }

  private double plansPerSecond() {
    return plan.nanosTrying() == 0 ? 0 : plan.plansTried() * NANOS / plan.nanosTrying();
  }

  private long simulated() {
    return plan.candidates().stream().filter(each -> each.simulatedNanos() > 0).count();
  }

  /// Of each degree the least that another costs.
  private LinkedHashMap<String, Alternative> nearest() {
    var nearest = new LinkedHashMap<String, Alternative>();
    plan.alternatives().forEach(each -> nearest.putIfAbsent(each.degree(), each));
    return nearest;
  }

  private static String text(NetworkPlan.Binding binding) {
    return binding.faster() > 0
        ? binding.constraint()
            + " keeps "
            + Quantity.counted(binding.plans(), "plan")
            + " away, the fastest "
            + Quantity.percent(binding.faster())
            + " faster: "
            + binding.words()
            + ". "
            + binding.why().message()
        : binding.constraint()
            + " keeps "
            + Quantity.counted(binding.plans(), "plan")
            + " away such as "
            + binding.words()
            + ". "
            + binding.why().message();
  }

  private static String text(Alternative each) {
    double change = each.change();
    return each.degree()
        + " "
        + each.value()
        + " in place of "
        + each.chosen()
        + ": "
        + Quantity.percent(Math.abs(change))
        + (change < 0 ? " less, " : " more, ")
        + Quantity.bytes(each.bytes())
        + " (estimate)";
  }

  private static String text(Candidate candidate) {
    var refused = candidate.refused();
    return candidate.words()
        + ": "
        + (candidate.simulatedNanos() > 0
            ? Quantity.time(candidate.simulatedNanos())
            : "estimated " + Quantity.time(candidate.estimatedNanos()))
        + ", "
        + Quantity.bytes(candidate.bytes())
        + (refused == null ? "" : "; " + refused.message());
  }

  String json() {
    var root = JsonText.object();
    root.put("kind", "network");
    root.put("origin", "predicted");
    root.put("plan", plan.words());
    root.set("planFile", JsonText.readObject(planFile(), "plan"));
    root.put("devices", plan.devices());
    root.put("globalBatch", samples);
    root.put("iterationNanos", plan.iterationNanos());
    root.put("samplesPerSecond", samples * NANOS / plan.iterationNanos());
    root.put("lowerBoundNanos", plan.lowerBoundNanos());
    root.put("lowerBoundBytes", plan.lowerBoundBytes());
    root.put("boundBy", plan.boundBy());
    if (plan.lowerBoundNanos() > 0) {
      root.put("gap", plan.gap());
    }
    root.put("optimal", false);
    root.put("peakBytes", plan.peakBytes());
    plan.prediction().forecast().put(root);
    root.put("plansTried", plan.plansTried());
    root.put("plansPerSecond", plansPerSecond());
    root.put("plansSimulated", simulated());
    root.put("seconds", seconds);
    root.put("complete", plan.complete());
    candidates(root.putArray("candidates"));
    pareto(root.putArray("pareto"));
    var slowest = plan.bottleneck();
    var bottleneck = root.putObject("bottleneck");
    bottleneck.put("device", slowest.device());
    var stages = bottleneck.putArray("stages");
    slowest.stages().forEach(stages::add);
    bottleneck
        .put("computeShare", slowest.computeShare())
        .put("exchangeShare", slowest.exchangeShare())
        .put("idleShare", slowest.idleShare());
    alternatives(root.putArray("alternatives"));
    var binding = root.putArray("binding");
    for (var each : plan.binding()) {
      binding
          .addObject()
          .put("constraint", each.constraint())
          .put("plans", each.plans())
          .put("plan", each.words())
          .put("faster", each.faster())
          .put("why", each.why().message());
    }
    return JsonText.write(root);
  }

  private void candidates(ArrayNode list) {
    for (var each : plan.candidates()) {
      var entry = list.addObject();
      entry.put("plan", each.words());
      entry.put("analyticNanos", Math.round(each.estimatedNanos()));
      if (each.simulatedNanos() > 0) {
        entry.put("simulatedNanos", each.simulatedNanos());
      } else {
        entry.putNull("simulatedNanos");
      }
      entry.put("bytes", each.bytes());
      entry.put("refused", message(each.refused()));
    }
  }

  private static @Nullable String message(@Nullable Problem problem) {
    return problem == null ? null : problem.message();
  }

  private void pareto(ArrayNode list) {
    for (var each : plan.pareto()) {
      list.addObject()
          .put("plan", each.words())
          .put("devices", each.devices())
          .put("analyticNanos", Math.round(each.nanos()))
          .put("bytes", Math.round(each.bytes()));
    }
  }

  private void alternatives(ArrayNode list) {
    for (var each : plan.alternatives()) {
      list.addObject()
          .put("degree", each.degree())
          .put("value", each.value())
          .put("chosen", each.chosen())
          .put("plan", each.words())
          .put("change", each.change())
          .put("bytes", Math.round(each.bytes()));
    }
  }
}
