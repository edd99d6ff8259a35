package dev.partitura.ui.session;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Analysis;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.trace.Trace;
import java.util.Optional;

/// One run of this session: a trace, all that is to be known of it and, where that is known, what
/// made it. Any thread; an analysis is made when it is first asked for, so ask in background.
///
/// @param number 1 for the first of the session
/// @param label short, such as `Pipeline 2 × 8`
/// @param batch samples of one iteration as asked for; 0 left them to the plan
public record Run(int number, String label, int batch, Analyses analyses) {
  public Trace trace() {
    return analyses.trace();
  }

  /// What made the trace, as far as that is known.
  public Provenance provenance() {
    return analyses.provenance();
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

  /// Whether this is what a run of `now` at `batchNow` would run. What is said of its outputs holds
  /// for nothing else.
  public boolean isOf(Project now, int batchNow) {
    return batch == batchNow
        && now.plan().equals(provenance().plan())
        && now.network().equals(provenance().network());
  }
}
