package dev.partitura.engine.analysis;

import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All that is to be known of one run: each analysis of the catalogue, computed when it is first
/// asked for, once, and kept. Any thread; who asks for what another thread computes waits for it.
public final class Analyses {
  /// The catalogue of analyses: one line each, in the order in which a report tells them.
  public static final List<Analysis<?>> CATALOGUE =
      List.of(
          Iterations.ANALYSIS,
          Throughput.ANALYSIS,
          Latency.ANALYSIS,
          Transfers.ANALYSIS,
          DeviceUse.ANALYSIS,
          LoadBalance.ANALYSIS,
          OpTimes.ANALYSIS,
          Dependencies.ANALYSIS,
          CriticalPath.ANALYSIS,
          WorkSpan.ANALYSIS,
          Slack.ANALYSIS,
          TaskSpans.ANALYSIS,
          Predecessors.ANALYSIS,
          Wavefronts.ANALYSIS,
          ParallelWidth.ANALYSIS,
          PlanOrder.ANALYSIS,
          OpNeighbours.ANALYSIS,
          Exchange.ANALYSIS,
          PipelineEnds.ANALYSIS,
          IdleCauses.ANALYSIS,
          Unsplit.ANALYSIS,
          SpeedUp.ANALYSIS,
          Why.ANALYSIS,
          Evidence.ANALYSIS,
          PhaseTimes.ANALYSIS,
          Breakdown.ANALYSIS,
          Bubble.ANALYSIS,
          TrainingProgress.ANALYSIS);

  private final Trace trace;
  private final Provenance provenance;
  private final List<Analysis<?>> catalogue;
  private final Set<Analysis.Known> known;
  private final Map<Analysis<?>, Result<?>> results = new ConcurrentHashMap<>();

  /// One analysis of this run. Analyses ask each other without a circle, so neither do locks.
  private final class Result<R> {
    private final Analysis<R> analysis;
    private @Nullable R value;

    Result(Analysis<R> analysis) {
      this.analysis = analysis;
    }

    synchronized R get() {
      var made = value;
      if (made == null) {
        made = Objects.requireNonNull(analysis.compute(Analyses.this));
        value = made;
      }
      return made;
    }
  }

  public Analyses(Trace trace, Provenance provenance) {
    this(trace, provenance, CATALOGUE);
  }

  /// @param catalogue what a report tells
  public Analyses(Trace trace, Provenance provenance, List<Analysis<?>> catalogue) {
    this.trace = trace;
    this.provenance = provenance;
    this.catalogue = List.copyOf(catalogue);
    known = provenance.known();
  }

  public Trace trace() {
    return trace;
  }

  public Provenance provenance() {
    return provenance;
  }

  public List<Analysis<?>> catalogue() {
    return catalogue;
  }

  /// Whether enough is known of this run.
  public boolean canTell(Analysis<?> analysis) {
    return known.containsAll(analysis.needs());
  }

  /// @throws IllegalStateException when too little is known of this run
  @SuppressWarnings("unchecked")
  public <R> R get(Analysis<R> analysis) {
    if (!canTell(analysis)) {
      throw new IllegalStateException(
          analysis.name() + " needs " + analysis.needs() + " but only " + known + " is known");
    }
    return ((Result<R>) results.computeIfAbsent(analysis, Result::new)).get();
  }

  /// As [#get]; empty when too little is known of this run.
  public <R> Optional<R> find(Analysis<R> analysis) {
    return canTell(analysis) ? Optional.of(get(analysis)) : Optional.empty();
  }

  Network network() {
    return known(provenance.network());
  }

  Plan plan() {
    return known(provenance.plan());
  }

  TaskGraph graph() {
    return known(provenance.graph());
  }

  Measured measured() {
    return known(provenance.measured());
  }

  Measured unsplit() {
    return known(provenance.unsplit());
  }

  TrainingHistory training() {
    return known(provenance.training());
  }

  private static <T> T known(@Nullable T part) {
    return Objects.requireNonNull(part, "An analysis asks for what it does not say it needs");
  }
}
