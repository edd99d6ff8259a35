package dev.partitura.engine.analysis;

import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.SteeredTraining;
import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.execute.simulate.Forecast;
import dev.partitura.engine.execute.simulate.Prediction;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.TaskGraph;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What made a trace, as far as that is known; of a foreign trace it is not.
///
/// @param network what ran
/// @param plan how it was laid on the devices
/// @param graph the tasks of the trace
/// @param measured the run that the trace is one iteration of
/// @param unsplit the same samples on one device, measured by turns with it
/// @param agreement of the outputs with those of the unsplit run; of a training of its first step
///   with the unsplit one
/// @param training that the trace is the last step of
/// @param forecast what else a prediction tells; null of what was measured
public record Provenance(
    @Nullable Network network,
    @Nullable Plan plan,
    @Nullable TaskGraph graph,
    @Nullable Measured measured,
    @Nullable Measured unsplit,
    Agreement agreement,
    @Nullable TrainingHistory training,
    @Nullable Forecast forecast) {
  public static final Provenance UNKNOWN =
      new Provenance(null, null, null, null, null, Agreement.UNKNOWN);

  /// Of inference.
  public Provenance(
      @Nullable Network network,
      @Nullable Plan plan,
      @Nullable TaskGraph graph,
      @Nullable Measured measured,
      @Nullable Measured unsplit,
      Agreement agreement) {
    this(network, plan, graph, measured, unsplit, agreement, null, null);
  }

  /// Of a prediction and, beside it, that of the same samples on one device. What it says of
  /// iterations was read off no clock.
  public static Provenance of(Network network, Prediction prediction, Prediction unsplit) {
    var result = prediction.result();
    return new Provenance(
        network,
        result.conditions().plan(),
        result.graph(),
        Measured.of(result),
        Measured.of(unsplit.result()),
        Agreement.UNKNOWN,
        null,
        prediction.forecast());
  }

  /// Of a training: the trace is its last step.
  public static Provenance of(Network network, SteeredTraining.Outcome outcome) {
    var conditions = outcome.conditions();
    return new Provenance(
        network,
        conditions.plan(),
        outcome.result().graph(),
        new Measured(
            outcome.stepNanos(),
            new long[0],
            conditions.batch(),
            outcome.history().stopped(),
            conditions),
        null,
        outcome.firstStep(),
        outcome.history(),
        null);
  }

  /// Of a run that was measured.
  ///
  /// @param unsplit the same samples on one device, or null
  public static Provenance of(
      Network network, RunResult result, @Nullable RunResult unsplit, Agreement agreement) {
    return new Provenance(
        network,
        result.conditions().plan(),
        result.graph(),
        Measured.of(result),
        unsplit == null ? null : Measured.of(unsplit),
        agreement);
  }

  /// What the plan is called, or null where that is not known.
  public @Nullable String strategy() {
    return network == null || plan == null ? null : Presets.strategy(network, plan);
  }

  /// The stages that have ops, as far as that is known.
  public List<Part> stages() {
    return plan == null ? List.of() : network == null ? plan.parts() : plan.stages(network);
  }

  /// What of it is known.
  Set<Known> known() {
    var known = EnumSet.noneOf(Known.class);
    for (var part : Known.values()) {
      var there =
          switch (part) {
            case NETWORK -> network;
            case PLAN -> plan;
            case GRAPH -> graph;
            case MEASURED -> measured;
            case UNSPLIT -> unsplit;
            case TRAINING -> training;
          };
      if (there != null) {
        known.add(part);
      }
    }
    return known;
  }
}
