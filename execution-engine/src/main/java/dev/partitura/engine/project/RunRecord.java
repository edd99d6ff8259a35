package dev.partitura.engine.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Measured;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.MachineLoad;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.simulate.Forecast;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanFile;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.World;
import java.io.IOException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// One run as bytes: a JSON object that says what ran and how it was measured, and packed columns
/// with the times, the trace and the tasks.
final class RunRecord {
  private static final Phrase SOURCE = Phrase.of("words.kept.run");

  private RunRecord() {}

  /// @param network of the project that it is kept with
  static byte[] write(KeptRun run, Network network) {
    var made = run.analyses().provenance();
    var measured = made.measured();
    var plan = made.plan();
    if (measured == null || plan == null) {
      throw new IllegalArgumentException("Run " + run.number() + " has not been measured");
    }
    var root = JsonText.object();
    root.put("number", run.number()).put("strategy", run.strategy());
    root.put("batch", run.batch()).put("repeats", run.repeats());
    if (network.equals(made.network())) {
      root.put("network", NetworkMark.of(network));
    }
    root.set("cluster", ClusterJson.write(run.cluster()));
    root.put("origin", run.analyses().trace().origin().name());
    root.set("agreement", agreement(made.agreement()));
    var out = new PackedColumns.Writer();
    root.set("measured", measured(measured, out));
    if (made.unsplit() != null) {
      root.set("unsplit", measured(made.unsplit(), out));
    }
    TraceColumns.write(run.analyses().trace(), root.putObject("trace"), out);
    if (made.graph() != null) {
      GraphColumns.write(made.graph(), root.putObject("graph"), out);
    }
    var training = made.training();
    if (training != null) {
      root.set("training", TrainingJson.write(training));
      out.doubles(training.losses());
    }
    if (made.forecast() != null) {
      made.forecast().put(root.putObject("forecast"));
    }
    return out.packed(JsonText.write(root));
  }

  /// @param network of the project; the run's own where it is marked so
  static KeptRun read(byte[] packed, Network network) throws IOException {
    var in = new PackedColumns.Reader(packed);
    var root = new JsonEntry(JsonText.readObject(in.text(), SOURCE), SOURCE);
    boolean same = root.has("network") && root.string("network").equals(NetworkMark.of(network));
    var cluster = ClusterJson.read(root.object("cluster"));
    var measured = measured(root.object("measured"), in);
    var unsplit = root.has("unsplit") ? measured(root.object("unsplit"), in) : null;
    var trace =
        TraceColumns.read(
            Origin.valueOf(root.string("origin")), World.of(cluster), root.object("trace"), in);
    var graph = root.has("graph") ? GraphColumns.read(root.object("graph"), in) : null;
    var training =
        root.has("training") ? TrainingJson.history(root.object("training"), in.doubles()) : null;
    var made =
        new Provenance(
            same ? network : null,
            measured.conditions().plan(),
            graph,
            measured,
            unsplit,
            agreement(root.object("agreement")),
            training,
            root.has("forecast") ? Forecast.read(root.object("forecast")) : null);
    return new KeptRun(
        root.integer("number"),
        root.string("strategy"),
        cluster,
        root.integer("batch"),
        root.integer("repeats"),
        new Analyses(trace, made));
  }

  private static ObjectNode measured(Measured measured, PackedColumns.Writer out) {
    var of = measured.conditions();
    var node = JsonText.object();
    node.put("samples", measured.samples()).put("cancelled", measured.cancelled());
    node.set("plan", JsonText.readObject(PlanFile.write(of.plan()), "plan"));
    node.put("batch", of.batch()).put("runs", of.runs());
    node.put("warmups", of.warmups()).put("warmUp", of.warmUp().name());
    node.put("wallNanos", of.wallNanos());
    of.load().average().ifPresent(value -> node.put("loadAverage", value));
    of.load().othersShare().ifPresent(value -> node.put("othersShare", value));
    out.longs(measured.iterationNanos());
    out.longs(measured.latencyNanos());
    return node;
  }

  private static Measured measured(JsonEntry entry, PackedColumns.Reader in) throws IOException {
    Plan plan = PlanFile.read(entry.object("plan").text(), SOURCE);
    var conditions =
        new Conditions(
            plan,
            entry.integer("batch"),
            entry.integer("runs"),
            entry.integer("warmups"),
            Conditions.WarmUp.valueOf(entry.string("warmUp")),
            entry.whole("wallNanos"),
            new MachineLoad(optional(entry, "loadAverage"), optional(entry, "othersShare")));
    return new Measured(
        in.longs(), in.longs(), entry.integer("samples"), entry.flag("cancelled"), conditions);
  }

  private static OptionalDouble optional(JsonEntry entry, String word) {
    return entry.has(word) ? OptionalDouble.of(entry.number(word)) : OptionalDouble.empty();
  }

  private static ObjectNode agreement(Agreement agreement) {
    var node = JsonText.object().put("is", agreement.word());
    switch (agreement) {
      case Agreement.WithinRounding close ->
          node.put("output", close.output())
              .put("difference", close.difference())
              .put("bound", close.bound());
      // Its words, as they were said: the values behind them are gone.
      case Agreement.Different(var problem) ->
          node.put("output", problem.subject())
              .put("message", problem.message().replaceFirst("[.]$", ""));
      case Agreement.Identical _, Agreement.Unknown _ -> {}
    }
    return node;
  }

  private static @Nullable Agreement known(JsonEntry entry) {
    return switch (entry.string("is")) {
      case "identical" -> Agreement.IDENTICAL;
      case "unknown" -> Agreement.UNKNOWN;
      case "within rounding" ->
          new Agreement.WithinRounding(
              entry.string("output"), entry.number("difference"), entry.number("bound"));
      case "different" ->
          new Agreement.Different(
              Problem.of("run.outputs.recorded", entry.string("output"), entry.string("message")));
      default -> null;
    };
  }

  private static Agreement agreement(JsonEntry entry) {
    var known = known(entry);
    return known == null ? Agreement.UNKNOWN : known;
  }
}
