package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.file.JsonText;
import java.util.Objects;
import java.util.function.Consumer;

/// The report file of a run: what was run, how it was measured, and what each analysis of the
/// catalogue tells of it.
///
/// It is one JSON object; times are nanoseconds, shares go from 0 to 1, what is not known is null
/// or left out. Beside the parts named by the analyses themselves it has:
///
/// - `plan`: `strategy`, `stages`, `replicas`, `microBatches` and the `devices` of each stage
/// - `batch`: samples that an iteration computes, and `samples` those of them that were asked for
/// - `repeats`, `warmups`, `settled`: measured iterations, those before and between them that were
///   not, and whether the times had settled by then; null where the warm-ups were counted out
/// - `iterationNanos`: `minimum`, `lowerQuartile`, `median`, `upperQuartile`, `maximum`
/// - `makespanNanos`: end of the last task of the one iteration that the trace, `devices` and `why`
///   tell of: among those whose tasks were kept, the one nearest to the median. It differs from the
///   median, which may lie between two iterations and includes noticing that the last task has
///   ended
/// - `throughputPerSecond` by the median iteration, `throughputOverWallPerSecond` over `wallNanos`
/// - `load`: the machine's load `average`, and `othersShare`, the share of its cores' time that
///   other processes took meanwhile
/// - `unsplit`: the same samples on one device, measured by turns with the plan, where they were:
///   `repeats`, `warmups`, `iterationNanos`, `throughputPerSecond`
/// - `outputs`: its `comparison` with the unsplit run is `identical`, `within rounding` (then with
///   `largestDifference` and `bound`) or `unknown`
public final class Report {
  private Report() {}

  /// The report as JSON text. Cost: that of the analyses not made yet.
  public static String json(Analyses run) {
    return json(run, _ -> {});
  }

  /// As [#json], and what only the one who asks knows.
  public static String json(Analyses run, Consumer<ObjectNode> more) {
    var root = JsonText.object();
    var made = run.provenance();
    root.put("origin", run.trace().origin().word());
    if (made.plan() != null) {
      put(root.putObject("plan").put("strategy", made.strategy()), made);
    }
    var measured = made.measured();
    if (measured != null) {
      root.put("batch", measured.conditions().batch());
      root.put("samples", measured.samples());
      putWarmUp(root, measured.conditions());
      root.put("wallNanos", measured.conditions().wallNanos());
      var load = measured.conditions().load();
      put(root.putObject("load"), "average", load.average().orElse(Double.NaN));
      put(root.withObject("load"), "othersShare", load.othersShare().orElse(Double.NaN));
    }
    root.put("makespanNanos", run.trace().durationNanos());
    if (made.graph() != null) {
      root.put("tasks", made.graph().taskCount());
    }
    run.catalogue().forEach(analysis -> put(root, run, analysis));
    put(root.putObject("outputs"), made.agreement());
    more.accept(root);
    return JsonText.write(root);
  }

  private static <R> void put(ObjectNode root, Analyses run, Analysis<R> analysis) {
    run.find(analysis).ifPresent(result -> analysis.report(result, root));
  }

  private static void put(ObjectNode node, Provenance made) {
    var plan = Objects.requireNonNull(made.plan());
    node.put("stages", made.stages().size())
        .put("replicas", plan.replicas())
        .put("microBatches", plan.microBatches())
        .put("precision", plan.passes().precision().word());
    var stages = node.putArray("devices");
    for (var part : made.stages()) {
      var ids = stages.addArray();
      part.mesh().devices().forEach(device -> ids.add(device.name()));
    }
  }

  /// Writes how it was warmed up.
  static void putWarmUp(ObjectNode node, Conditions of) {
    node.put("warmups", of.warmups());
    switch (of.warmUp()) {
      case SETTLED -> node.put("settled", true);
      case GIVEN_UP -> node.put("settled", false);
      case COUNTED -> node.putNull("settled");
    }
  }

  /// Writes a number; null where it is none.
  static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  /// Tells how something compares to the unsplit run.
  public static void put(ObjectNode node, Agreement agreement) {
    node.put("comparison", agreement.word());
    if (agreement instanceof Agreement.WithinRounding close) {
      node.put("largestDifference", close.difference()).put("bound", close.bound());
    }
  }
}
