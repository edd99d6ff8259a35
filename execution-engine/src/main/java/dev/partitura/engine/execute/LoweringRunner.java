package dev.partitura.engine.execute;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lowers what is requested and has an executor run it. Any thread, as its executor.
public final class LoweringRunner implements PlanRunner {
  private final TaskGraphExecutor executor;
  private final @Nullable Backend backend;
  private final Lowering lowering = new Lowering();

  /// Computes with the preferred backend of the plan's devices.
  public LoweringRunner(TaskGraphExecutor executor) {
    this(executor, null);
  }

  /// Computes with a given backend.
  public LoweringRunner(TaskGraphExecutor executor, @Nullable Backend backend) {
    this.executor = executor;
    this.backend = backend;
  }

  /// Lays the request's plan out, with the preferred backend of its devices.
  public static Lowered lower(RunRequest request) {
    return lower(new Lowering(), request, null);
  }

  private static Lowered lower(Lowering lowering, RunRequest request, @Nullable Backend backend) {
    var feeds = new HashMap<String, TensorType>();
    request.feeds().forEach((name, tensor) -> feeds.put(name, tensor.type()));
    return lowering.lower(
        request.network(), request.cluster(), request.plan(), request.batch(), feeds, backend);
  }

  @Override
  public RunResult run(RunRequest request, Cancellation cancellation, Progress progress) {
    var lowered = lower(request, cancellation, progress);
    return executor.run(lowered, request.workload(), cancellation, progress);
  }

  @Override
  public List<RunResult> runByTurns(
      List<RunRequest> requests, Cancellation cancellation, Progress progress) {
    var lowered = requests.stream().map(request -> lower(request, cancellation, progress)).toList();
    return executor.runByTurns(lowered, requests.getFirst().workload(), cancellation, progress);
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
    var binding = lowered.binding();
    var unsplit = lower(request.unsplit(binding.total(), binding.runs()), cancellation, progress);
    var runs =
        executor.runByTurns(List.of(lowered, unsplit), request.workload(), cancellation, progress);
    var run = runs.getFirst();
    var alone = runs.getLast();
    return new ComparedRuns(run, alone, OutputComparison.of(run, alone, request.network()));
  }

  private Lowered lower(RunRequest request, Cancellation cancellation, Progress progress) {
    progress.update("compile", 0, 0);
    return cancellation.during(() -> lower(lowering, request, backend));
  }
}
