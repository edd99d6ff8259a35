package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.ComparedRuns;
import dev.partitura.engine.execute.OutputComparison;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.SeededInputs;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowering;
import org.jspecify.annotations.Nullable;

/// Executes on this machine's CPU workers: one thread per device, pinned to its core. After a run,
/// whether it ended, failed or was cancelled, no thread and no native memory of it remains. Any
/// thread; runs do not share anything.
public final class LocalExecutor implements TaskGraphExecutor {
  private final @Nullable Backend backend;

  /// Computes with the preferred backend of this machine.
  public LocalExecutor() {
    this(null);
  }

  /// Computes with a given backend.
  public LocalExecutor(@Nullable Backend backend) {
    this.backend = backend;
  }

  @Override
  public RunResult run(RunRequest request, Cancellation cancellation, Progress progress) {
    try (var prepared = cancellation.during(() -> prepare(request, progress))) {
      return prepared.run(request.warmups(), request.repeats(), cancellation, progress);
    }
  }

  @Override
  public ComparedRuns runBesideUnsplit(
      RunRequest request, Cancellation cancellation, Progress progress) {
    if (request.isUnsplit()) {
      var result = run(request, cancellation, progress);
      return new ComparedRuns(
          result, result, result.cancelled() ? Agreement.UNKNOWN : Agreement.IDENTICAL);
    }
    try (var prepared = prepare(request, progress);
        var unsplit = prepare(unsplit(request, prepared), progress)) {
      var joint = new JointProgress(progress);
      var measured = new Measurement(prepared, request.warmups(), request.repeats());
      var beside = new Measurement(unsplit, request.warmups(), request.repeats());
      measured.settle(cancellation, joint.of(0));
      beside.settle(cancellation, joint.of(1));
      while (!cancellation.isCancelled() && !(measured.isOver() && beside.isOver())) {
        measured.turn(cancellation, joint.of(0));
        beside.turn(cancellation, joint.of(1));
      }
      var run = measured.result();
      var alone = beside.result();
      return new ComparedRuns(run, alone, OutputComparison.of(run, alone, request.network()));
    }
  }

  private static RunRequest unsplit(RunRequest request, PreparedRun prepared) {
    var binding = prepared.lowered().binding();
    return request.unsplit(Measurement.batch(binding), binding.runs());
  }

  /// Lowers the request, allocates and binds; nothing runs yet. Close what comes back.
  ///
  /// @throws ProblemException when network, plan, batch or feeds do not fit; holds every problem
  ///   found
  public PreparedRun prepare(RunRequest request, Progress progress) {
    progress.update("compile", 0, 0);
    return new PreparedRun(
        Lowering.lower(
            request.network(),
            request.cluster(),
            request.plan(),
            request.batch(),
            request.feeds(),
            request.seed(),
            SeededInputs::make,
            backend));
  }
}
