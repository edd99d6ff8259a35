package dev.partitura.ui.session;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Analysis;
import dev.partitura.engine.analysis.PhaseTimes;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a project: a trace, all that is to be known of it and, where that is known, what made
/// it. Any thread; an analysis is made when it is first asked for, so ask in background.
///
/// @param number 1 for the first of the project
/// @param strategy what its plan is called, such as `pipeline`
/// @param setup on what and how often it ran; null where that is not known
public record Run(int number, String strategy, @Nullable Setup setup, Analyses analyses) {
  /// What a person set for a run beside network and plan.
  ///
  /// @param batch samples of one iteration as asked for; 0 left them to the plan
  /// @param repeats measured iterations that were asked for
  public record Setup(Cluster cluster, int batch, int repeats) {}

  /// The strategy of a run that is the requests of a load: it has no plan of its own.
  public static final String REQUESTS = "requests";

  /// Whether it is the requests of a load and no run of a plan.
  public boolean isOfRequests() {
    return strategy.equals(REQUESTS);
  }

  public Trace trace() {
    return analyses.trace();
  }

  /// What made the trace, as far as that is known.
  public Provenance provenance() {
    return analyses.provenance();
  }

  /// Whether nothing of it was measured.
  public boolean isPredicted() {
    return trace().origin() == Origin.PREDICTED;
  }

  /// Whether it is of a training step.
  boolean isOfStep() {
    return provenance().training() != null || get(PhaseTimes.ANALYSIS).isOfTraining();
  }

  /// What an analysis found; empty where too little is known of the run.
  public <R> Optional<R> find(Analysis<R> analysis) {
    return analyses.find(analysis);
  }

  /// What an analysis found that needs the trace alone.
  public <R> R get(Analysis<R> analysis) {
    return analyses.get(analysis);
  }

  public Agreement agreement() {
    return provenance().agreement();
  }

  public boolean isCancelled() {
    var measured = provenance().measured();
    return measured != null && measured.cancelled();
  }

  /// Samples of one iteration, also those that only fill the last micro-batch; 0 where that is not
  /// known.
  public int samples() {
    var measured = provenance().measured();
    return measured == null ? 0 : measured.conditions().batch();
  }

  /// Whether all that made it is known, so that it can be brought back.
  public boolean canBeRestored() {
    return setup != null && provenance().network() != null && provenance().plan() != null;
  }

  /// Whether a run at batch `now` has as many samples: asked for, or left to the plan that then
  /// took them.
  boolean hasBatch(int now) {
    return setup == null || now == setup.batch() || now != 0 && now == samples();
  }
}
