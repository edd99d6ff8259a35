package dev.partitura.engine.execute;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.task.lower.LoweredPlan;
import dev.partitura.engine.task.lower.Lowering;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lowers what is requested and has an executor run it. Any thread, as its executor.
public final class LoweringRunner implements PlanRunner {
  private final TaskGraphExecutor executor;
  private final @Nullable Backend backend;

  /// Computes with the preferred backend of the plan's devices.
  public LoweringRunner(TaskGraphExecutor executor) {
    this(executor, null);
  }

  /// Computes with a given backend.
  public LoweringRunner(TaskGraphExecutor executor, @Nullable Backend backend) {
    this.executor = executor;
    this.backend = backend;
  }

  /// Lays the plan out; nothing runs yet. Close what comes back.
  ///
  /// @param backend to compute with; null takes the preferred one
  public static LoweredPlan lower(RunRequest request, @Nullable Backend backend) {
    return Lowering.lower(
        request.network(),
        request.cluster(),
        request.plan(),
        request.batch(),
        request.feeds(),
        request.seed(),
        SeededInputs::make,
        backend);
  }

  @Override
  public RunResult run(RunRequest request, Cancellation cancellation, Progress progress) {
    var lowered = lower(request, cancellation, progress);
    return executor.run(lowered, request.workload(), cancellation, progress);
  }

  @Override
  public ComparedRuns runBesideUnsplit(
      RunRequest request, Cancellation cancellation, Progress progress) {
    if (request.isUnsplit()) {
      var result = run(request, cancellation, progress);
      return new ComparedRuns(
          result, result, result.cancelled() ? Agreement.UNKNOWN : Agreement.IDENTICAL);
    }
    var lowered = lower(request, cancellation, progress);
    var runs =
        executor.runByTurns(
            List.of(lowered, unsplit(request, lowered, cancellation, progress)),
            request.workload(),
            cancellation,
            progress);
    var run = runs.getFirst();
    var alone = runs.getLast();
    return new ComparedRuns(run, alone, OutputComparison.of(run, alone, request.network()));
  }

  private LoweredPlan lower(RunRequest request, Cancellation cancellation, Progress progress) {
    progress.update("compile", 0, 0);
    return cancellation.during(() -> lower(request, backend));
  }

  private LoweredPlan unsplit(
      RunRequest request, LoweredPlan split, Cancellation cancellation, Progress progress) {
    try {
      var binding = split.binding();
      return lower(
          request.unsplit(binding.computedSamples(), binding.runs()), cancellation, progress);
    } catch (RuntimeException | Error failed) {
      split.close();
      throw failed;
    }
  }
}
