package dev.partitura.ui.session;

import dev.partitura.engine.analysis.IdleCauses;
import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.trace.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of this session: what ran, what it gave, and all numbers of it. Immutable to the eye;
/// the analyses are made when they are first asked for, which [Runner][dev.partitura.ui.run.Runner]
/// does in background. Any thread.
public final class Run {
  private final int number;
  private final String label;
  private final Project project;
  private final int batch;
  private final RunResult result;
  private final @Nullable RunResult baseline;
  private final Agreement agreement;
  private @Nullable Report report;
  private @Nullable List<IdleCauses> idle;

  /// @param number 1 for the first of the session
  /// @param label short, such as `Pipeline 2 × 8`
  /// @param project what ran
  /// @param batch samples of one iteration as asked for; 0 left them to the plan
  /// @param baseline the same samples unsplit on a single device, for the speed-up; null when it
  ///   was not run
  /// @param agreement of the outputs with that
  public Run(
      int number,
      String label,
      Project project,
      int batch,
      RunResult result,
      @Nullable RunResult baseline,
      Agreement agreement) {
    this.number = number;
    this.label = label;
    this.project = project;
    this.batch = batch;
    this.result = result;
    this.baseline = baseline;
    this.agreement = agreement;
  }

  public int number() {
    return number;
  }

  public String label() {
    return label;
  }

  public Project project() {
    return project;
  }

  public RunResult result() {
    return result;
  }

  public Agreement agreement() {
    return agreement;
  }

  /// Whether this is what a run of `now` at `batchNow` would run. What is said of its outputs holds
  /// for nothing else.
  public boolean isOf(Project now, int batchNow) {
    return batch == batchNow
        && project.plan().equals(now.plan())
        && project.network().equals(now.network());
  }

  public Trace trace() {
    return result.trace();
  }

  /// All numbers of the run. Cost O(tasks + edges) the first time.
  public synchronized Report report() {
    var made = report;
    if (made == null) {
      made = Report.of(result, baseline, agreement);
      report = made;
    }
    return made;
  }

  /// Why each device stood still. Cost O(tasks + edges) the first time.
  public synchronized List<IdleCauses> idle() {
    var made = idle;
    if (made == null) {
      made = List.copyOf(IdleCauses.of(result.trace(), result.graph()));
      idle = made;
    }
    return made;
  }
}
