package dev.partitura.ui.session;

import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.trace.Trace;
import org.jspecify.annotations.Nullable;

/// One run of this session: what ran and what it gave. Immutable.
///
/// @param number 1 for the first of the session
/// @param label short, such as `pipeline 2 × 8`
/// @param project what ran
/// @param baseline the same network and batch on a single device, for speed-up and equality; null when it was not run
public record Run(
    int number, String label, Project project, RunResult result, @Nullable RunResult baseline, Equality equality) {
  public Trace trace() {
    return result.trace();
  }
}
