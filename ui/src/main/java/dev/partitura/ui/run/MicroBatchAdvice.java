package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.Throughput;
import dev.partitura.engine.execute.Spread;
import dev.partitura.ui.session.Run;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What to try against the bubble of a pipeline: more micro-batches of the same batch where it can
/// be split so, else of one twice as large, which is said. Runs that tried it already count: what
/// brought nothing is not asked for again. Runs of other batches are no measure.
sealed interface MicroBatchAdvice {
  int MOST = 64;

  /// Twice as many.
  ///
  /// @param batch samples of an iteration then
  record Try(int microBatches, int batch, boolean keepsBatch) implements MicroBatchAdvice {}

  /// As many made no more samples a second.
  record NoUse(int microBatches, Run tried) implements MicroBatchAdvice {}

  /// Fewer made more samples a second.
  record Back(int microBatches, Run faster) implements MicroBatchAdvice {}

  /// Advice after `run`; empty where there is none to give.
  ///
  /// @param runs all of the project
  static Optional<MicroBatchAdvice> after(Run run, List<Run> runs) {
    var plan = run.provenance().plan();
    if (plan == null || run.samples() == 0) {
      return Optional.empty();
    }
    var faster =
        alike(run, runs).stream()
            .filter(other -> other.samples() == run.samples())
            .filter(other -> slices(other) < plan.microBatches() && isFaster(other, run))
            .max(Comparator.comparingDouble(MicroBatchAdvice::rate));
    if (faster.isPresent()) {
      return Optional.of(new Back(slices(faster.get()), faster.get()));
    }
    int more = plan.microBatches() * 2;
    boolean keeps = run.samples() % (more * plan.replicas()) == 0;
    int batch = keeps ? run.samples() : run.samples() * 2;
    var tried =
        alike(run, runs).stream()
            .filter(other -> other.samples() == batch)
            .filter(other -> slices(other) >= more && !isFaster(other, run))
            .findFirst();
    if (tried.isPresent()) {
      return Optional.of(new NoUse(slices(tried.get()), tried.get()));
    }
    return more > MOST ? Optional.empty() : Optional.of(new Try(more, batch, keeps));
  }

  /// Runs that differ from it in nothing but batch and micro-batches.
  private static List<Run> alike(Run run, List<Run> runs) {
    var plan = run.provenance().plan();
    return runs.stream()
        .filter(other -> {
          var its = other.provenance().plan();
          return !other.equals(run)
              && plan != null
              && its != null
              && its.withMicroBatches(plan.microBatches()).equals(plan)
              && Objects.equals(other.provenance().network(), run.provenance().network());
        })
        .toList();
  }

  private static int slices(Run run) {
    var plan = run.provenance().plan();
    return plan == null ? 0 : plan.microBatches();
  }

  private static double rate(Run run) {
    return run.find(Throughput.ANALYSIS).map(Throughput::samplesPerSecond).orElse(0.0);
  }

  /// Beyond what the measurements of either spread.
  private static boolean isFaster(Run one, Run other) {
    double apart = Math.max(spread(one), spread(other));
    return rate(one) > rate(other) * (1 + apart);
  }

  private static double spread(Run run) {
    return run.find(Iterations.ANALYSIS).map(Spread::relative).orElse(0.0);
  }
}
